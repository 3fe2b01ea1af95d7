import org.codelibs.opensearch.runner.OpenSearchRunner;

/**
 * One node of the tests' cluster, in a process of its own so that it can be killed like a machine.
 *
 * Arguments: folder, own number from 0, HTTP port and transport port of each node in order. Ends when its
 * standard input does, so that no node outlives the tests.
 */
public final class Node {
    public static void main(String[] words) throws Exception {
        String folder = words[0];
        int number = Integer.parseInt(words[1]);
        int nodes = (words.length - 2) / 2;
        String[] names = new String[nodes];
        String[] seeds = new String[nodes];
        for (int each = 0; each < nodes; each++) {
            names[each] = "node-" + each;
            seeds[each] = "127.0.0.1:" + words[3 + 2 * each];
        }
        OpenSearchRunner runner = new OpenSearchRunner();
        runner.setMaxHttpPort(-1);
        runner.onBuild((ignored, settings) -> {
            settings.put("node.name", names[number]);
            settings.put("network.host", "127.0.0.1");
            settings.put("http.port", words[2 + 2 * number]);
            settings.put("transport.port", words[3 + 2 * number]);
            settings.putList("discovery.seed_hosts", seeds);
            settings.putList("cluster.initial_cluster_manager_nodes", names);
            settings.putList("node.roles", "cluster_manager", "data");
            settings.put("cluster.routing.allocation.disk.threshold_enabled", false);
        });
        runner.build("-basePath", folder + "/" + names[number], "-clusterName", "pykala-tests", "-numOfNode", "1");
        while (System.in.read() >= 0) {
            // Until whoever started this is gone.
        }
        runner.close();
        System.exit(0);
    }
}

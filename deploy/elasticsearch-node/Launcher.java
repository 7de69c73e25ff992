import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

/** Runs one Elasticsearch node until it is told to stop. Arguments: settings as name=value, path.home among them. */
class Launcher {
    public static void main(String[] arguments) throws Exception {
        Map<String, String> settings = new HashMap<>();
        for (String argument : arguments) {
            String[] pair = argument.split("=", 2);
            settings.put(pair[0], pair[1]);
        }
        Path config = Path.of(settings.get("path.home"), "config");
        var environment = InternalSettingsPreparer.prepareEnvironment(Settings.EMPTY, settings, config, () -> "node");
        LogConfigurator.registerErrorListener();
        LogConfigurator.configure(environment, true);
        var plugins = PluginsLoader.createPluginsLoader(
                PluginsLoader.loadModulesBundles(environment.modulesDir()),
                PluginsLoader.loadPluginsBundles(environment.pluginsDir()),
                Map.of(),
                false);
        Node node = new Node(environment, plugins);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node)));
        try {
            node.start();
        } catch (Exception error) {
            System.err.println(error);
            System.exit(70); // its other threads would keep a node that failed alive
        }
        if (Boolean.getBoolean("stop.with.stdin")) {
            System.in.transferTo(java.io.OutputStream.nullOutputStream()); // whoever started us has ended
            System.exit(0);
        }
        Thread.currentThread().join();
    }

    private static void stop(Node node) {
        try {
            node.close();
            node.awaitClose(10, TimeUnit.SECONDS);
        } catch (Exception error) {
            System.err.println(error);
        }
    }
}

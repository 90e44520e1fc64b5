// Prints the keys of a Kafka Connect connector, as its own ConfigDef has them: one line of JSON for each.
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.runtime.SourceConnectorConfig;

public final class ConnectorKeys {
  public static void main(final String[] arguments) throws Exception {
    final Connector connector =
        (Connector) Class.forName(arguments[0]).getDeclaredConstructor().newInstance();
    print("connector", connector.config());
    // What a worker itself reads of the configuration of every source connector.
    print("connect", SourceConnectorConfig.configDef());
  }

  private static void print(final String owner, final ConfigDef definition) {
    for (final ConfigDef.ConfigKey key : new TreeMap<>(definition.configKeys()).values()) {
      final String defaultValue =
          ConfigDef.NO_DEFAULT_VALUE.equals(key.defaultValue)
              ? "null"
              : quoted(ConfigDef.convertToString(key.defaultValue, key.type));
      System.out.printf(
          "{\"owner\":%s,\"name\":%s,\"type\":%s,\"default\":%s,\"validator\":%s}%n",
          quoted(owner),
          quoted(key.name),
          quoted(key.type.toString()),
          defaultValue,
          key.validator == null ? "null" : quoted(String.valueOf(key.validator)));
    }
  }

  private static String quoted(final String text) {
    if (text == null) return "null";
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }
}

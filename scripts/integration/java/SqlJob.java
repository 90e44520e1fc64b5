// A small SQL job on a Flink cluster of its own, for the integration tests: it counts, and writes every second number. What stops it is a
// line on standard input; it then takes a savepoint, says where, and ends.
//   java -cp <jars of Flink> SqlJob.java <folder for savepoints> [<savepoint to begin with>]
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

public class SqlJob {
  public static void main(String[] arguments) throws Exception {
    Configuration configuration = new Configuration();
    if (arguments.length > 1) configuration.setString("execution.state-recovery.path", arguments[1]);
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
    StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
    tables.executeSql(
        "create table numbers (n bigint) with ('connector' = 'datagen', 'rows-per-second' = '50', "
            + "'fields.n.kind' = 'sequence', 'fields.n.start' = '1', 'fields.n.end' = '20000')");
    tables.executeSql("create table printed (n bigint) with ('connector' = 'print')");
    JobClient job =
        tables.executeSql("insert into printed select n from numbers where mod(n, 2) = 0").getJobClient().get();
    System.in.read();
    String savepoint =
        job.stopWithSavepoint(false, arguments[0], SavepointFormatType.CANONICAL).get(60, TimeUnit.SECONDS);
    System.out.println("savepoint " + savepoint);
    System.exit(0);
  }
}

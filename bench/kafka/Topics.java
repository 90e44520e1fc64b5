import java.util.Scanner;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.tools.TopicCommand;

/** Runs kafka-topics once per line of arguments on standard input, all in one process: quicker than one process each. */
public class Topics {
    public static void main(String[] none) {
        int[] worst = {0};
        Exit.setExitProcedure((code, message) -> worst[0] = Math.max(worst[0], code));
        for (Scanner lines = new Scanner(System.in); lines.hasNextLine();)
            TopicCommand.main(lines.nextLine().split(" "));
        Exit.resetExitProcedure();
        System.exit(worst[0]);
    }
}

package io.aiven.kafka.connect.s3;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/**
 * Stands in for Aiven's connector where its archive cannot be had: under its name, so that the configuration is the one that is
 * deployed, and made of its own parts (io.aiven:commons-for-apache-kafka-connect), which group records, name files and write them.
 */
public final class AivenKafkaConnectS3SinkConnector extends SinkConnector {
    private Map<String, String> properties = Collections.emptyMap();

    @Override
    public String version() {
        return "stand-in";
    }

    @Override
    public void start(final Map<String, String> given) {
        properties = given;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return StandInTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(final int maxTasks) {
        return Collections.nCopies(maxTasks, properties);
    }

    @Override
    public void stop() {
        // Nothing is held.
    }

    @Override
    public ConfigDef config() {
        return StandInConfig.definition();
    }
}

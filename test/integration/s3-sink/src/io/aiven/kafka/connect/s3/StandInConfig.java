package io.aiven.kafka.connect.s3;

import io.aiven.kafka.connect.common.config.AivenCommonConfig;
import io.aiven.kafka.connect.common.config.CompressionType;
import io.aiven.kafka.connect.common.config.OutputFieldType;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

final class StandInConfig extends AivenCommonConfig {
    StandInConfig(final Map<String, String> properties) {
        super(definition(), properties);
    }

    static ConfigDef definition() {
        final ConfigDef all = new ConfigDef();
        all.define("aws.s3.bucket.name", Type.STRING, Importance.HIGH, "");
        all.define("aws.s3.region", Type.STRING, "us-east-1", Importance.HIGH, "");
        all.define("aws.s3.endpoint", Type.STRING, Importance.HIGH, "");
        all.define(FILE_NAME_TEMPLATE_CONFIG, Type.STRING, null, Importance.MEDIUM, "");
        all.define(FILE_MAX_RECORDS, Type.INT, 0, Importance.MEDIUM, "");
        all.define(FILE_NAME_TIMESTAMP_TIMEZONE, Type.STRING, "UTC", Importance.LOW, "");
        all.define(FILE_NAME_TIMESTAMP_SOURCE, Type.STRING, "wallclock", Importance.LOW, "");
        addOutputFieldsFormatConfigGroup(all, OutputFieldType.VALUE);
        addCompressionTypeConfig(all, CompressionType.GZIP);
        return all;
    }
}

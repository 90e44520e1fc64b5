package io.aiven.kafka.connect.s3;

import io.aiven.kafka.connect.common.grouper.RecordGrouper;
import io.aiven.kafka.connect.common.grouper.RecordGrouperFactory;
import io.aiven.kafka.connect.common.output.OutputWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** Collects, and at every flush writes a file per group: by the plugin's own parts. Only the request to S3 is its own. */
public final class StandInTask extends SinkTask {
    /** The emulator does not understand the offer to go on in HTTP/2. */
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    /** The emulator wants to see some name. */
    private final String anybody = "AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/s3/aws4_request";
    private StandInConfig config;
    private RecordGrouper groups;

    @Override
    public String version() {
        return "stand-in";
    }

    @Override
    public void start(final Map<String, String> properties) {
        config = new StandInConfig(properties);
        groups = RecordGrouperFactory.newRecordGrouper(config);
    }

    @Override
    public void put(final Collection<SinkRecord> records) {
        records.forEach(groups::put);
    }

    @Override
    public void flush(final Map<TopicPartition, OffsetAndMetadata> offsets) {
        groups.records().forEach(this::write);
        groups.clear();
    }

    private void write(final String key, final List<SinkRecord> records) {
        final ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (OutputWriter writer = OutputWriter.builder()
                .withCompressionType(config.getCompressionType())
                .withExternalProperties(config.originalsStrings())
                .withOutputFields(config.getOutputFields())
                .withEnvelopeEnabled(config.envelopeEnabled())
                .build(file, config.getFormatType())) {
            writer.writeRecords(records);
        } catch (IOException e) {
            throw new ConnectException(e);
        }
        upload(key, file.toByteArray());
    }

    private void upload(final String key, final byte[] content) {
        final String path = URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20").replace("%2F", "/");
        final URI place = URI.create(config.getString("aws.s3.endpoint") + "/" + config.getString("aws.s3.bucket.name") + "/" + path);
        final HttpRequest request = HttpRequest.newBuilder(place).header("Authorization", anybody).PUT(HttpRequest.BodyPublishers.ofByteArray(content)).build();
        try {
            final HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new ConnectException(place + " answered " + answer.statusCode() + ": " + answer.body());
            }
        } catch (IOException e) {
            throw new ConnectException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException(e);
        }
    }

    @Override
    public void stop() {
        // Nothing is held.
    }
}

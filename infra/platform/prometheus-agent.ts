// What the ClickHouse Cloud agent runs: the official Prometheus image as an agent, with a configuration that its start
// command writes. Credentials reach it as environment variables from its secret; secret ones go into files that only its user can
// read, so that neither the configuration nor the process list shows them.
import { clickhouseMetrics, metricsOf } from './clickhouse-metrics.ts';
import type { NewRelicRegion } from './config/observability-config.ts';

const folder = '/tmp/agent';

const hosts: Readonly<Record<NewRelicRegion, string>> = {
  US: 'metric-api.newrelic.com',
  EU: 'metric-api.eu.newrelic.com',
};

/** `newrelic_metric_type` says what a series is, and New Relic takes it off again. */
const typed = (type: 'counter' | 'gauge'): string => `      - source_labels: [__name__]
        regex: ${metricsOf(type).join('|')}
        target_label: newrelic_metric_type
        replacement: ${type}
        action: replace
`;

/** Expanded by the shell: the ids of organization and service, which are no secrets. */
const configuration = (label: string, region: NewRelicRegion): string => `global:
  scrape_interval: 60s
  scrape_timeout: 30s
  external_labels:
    environment: ${label}
scrape_configs:
  - job_name: clickhouse-cloud
    scheme: https
    honor_labels: true
    metrics_path: /v1/organizations/$CLICKHOUSE_ORGANIZATION_ID/services/$CLICKHOUSE_SERVICE_ID/prometheus
    params:
      filtered_metrics: ["false"]
    basic_auth:
      username: "$CLICKHOUSE_KEY_ID"
      password_file: ${folder}/key-secret
    static_configs:
      - targets: [api.clickhouse.cloud]
    metric_relabel_configs:
      - source_labels: [__name__]
        regex: ${Object.keys(clickhouseMetrics).join('|')}
        action: keep
remote_write:
  - url: https://${hosts[region]}/prometheus/v1/write?prometheus_server=${label}
    authorization:
      credentials_file: ${folder}/license-key
    write_relabel_configs:
${typed('counter')}${typed('gauge')}`;

/** A mistyped id would scrape another path for ever: nothing starts while something is not filled in. */
const filledIn = [
  'for name in CLICKHOUSE_ORGANIZATION_ID CLICKHOUSE_SERVICE_ID CLICKHOUSE_KEY_ID CLICKHOUSE_KEY_SECRET NEW_RELIC_LICENSE_KEY; do',
  '  eval value=\\$$name',
  '  if [ -z "$value" ] || [ "$value" = FILL_IN ]; then echo "$name is not filled in: see the secret of this agent" >&2; exit 1; fi',
  'done',
  // The key's name stands in the configuration: older versions of Prometheus cannot read it from a file.
  'case "$CLICKHOUSE_KEY_ID" in *[!A-Za-z0-9_-]*) echo "CLICKHOUSE_KEY_ID has characters that no key has" >&2; exit 1;; esac',
].join('\n');

/** For `/bin/sh -ec`. */
export const prometheusAgentScript = (label: string, region: NewRelicRegion): string => `umask 077
${filledIn}
mkdir -p ${folder}
printf %s "$CLICKHOUSE_KEY_SECRET" > ${folder}/key-secret
printf %s "$NEW_RELIC_LICENSE_KEY" > ${folder}/license-key
cat > ${folder}/prometheus.yml <<END
${configuration(label, region)}END
unset CLICKHOUSE_KEY_ID CLICKHOUSE_KEY_SECRET NEW_RELIC_LICENSE_KEY
exec /bin/prometheus --agent --config.file=${folder}/prometheus.yml --storage.agent.path=${folder}/data
`;

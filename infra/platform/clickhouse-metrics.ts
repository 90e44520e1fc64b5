// The series of ClickHouse Cloud that New Relic is sent: those that the dashboard shows (infra/platform/new-relic/clickhouse.json),
// out of more than a thousand. A test holds the two against each other.
//
// New Relic decides by the end of a name what a series is (`_total`, `_count`, `_bucket`: a counter; anything else: a gauge), and
// ClickHouse's counters end otherwise. So each is sent with its type.

type MetricType = 'counter' | 'gauge';

export const clickhouseMetrics: Readonly<Record<string, MetricType>> = {
  ClickHouse_ServiceInfo: 'gauge',
  ClickHouseMetrics_Query: 'gauge',
  ClickHouseMetrics_MemoryTracking: 'gauge',
  ClickHouseMetrics_TCPConnection: 'gauge',
  ClickHouseMetrics_HTTPConnection: 'gauge',
  ClickHouseProfileEvents_Query: 'counter',
  ClickHouseProfileEvents_FailedQuery: 'counter',
  ClickHouseProfileEvents_SelectQuery: 'counter',
  ClickHouseProfileEvents_InsertQuery: 'counter',
  ClickHouseProfileEvents_InsertedRows: 'counter',
  ClickHouseProfileEvents_InsertedBytes: 'counter',
  ClickHouseAsyncMetrics_TotalPartsOfMergeTreeTables: 'gauge',
  ClickHouseAsyncMetrics_TotalBytesOfMergeTreeTables: 'gauge',
  ClickPipes_Info: 'gauge',
  ClickPipes_FetchedEvents_Total: 'counter',
  ClickPipes_FetchedBytes_Total: 'counter',
  ClickPipes_SentEvents_Total: 'counter',
  ClickPipes_SentBytes_Total: 'counter',
  ClickPipes_Errors_Total: 'counter',
};

export const metricsOf = (type: MetricType): string[] =>
  Object.entries(clickhouseMetrics).flatMap(([name, its]) => (its === type ? [name] : []));

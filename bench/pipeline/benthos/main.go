// The mapping of examples/cdc/pipelines/files.yaml in Bloblang, over the records of a file, one each line: what a user would run instead of
// `normalise`. Prints how many events came out and the CPU seconds.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"syscall"

	"github.com/redpanda-data/benthos/v4/public/bloblang"
	_ "github.com/redpanda-data/benthos/v4/public/components/pure"
)

const mapping = `
root.ts = this.wallTime.ts_parse("2006-01-02T15:04:05.999Z07:00").ts_format("2006-01-02T15:04:05.000Z")
root.source = "mongo"
root.ns = this.ns
root.op = this.operationType
root.event_type = if this.fullDocument.status == "arrived" { "file_arrived" } else { "file_event" }
root.idempotency_key = "mongo:" + this._id._data
root.doc_id = this.documentKey._id
root.mapping_version = 1
root.tags.consumer_id = this.fullDocument.consumer_id
root.tags.file_type = this.fullDocument.file_type
root.tags.status = this.fullDocument.status
root.attrs.size_bytes = this.fullDocument.size_bytes
root.attrs.expected_count = this.fullDocument.expected_count
root.attrs.checksum = this.fullDocument.checksum
`

func cpuSeconds() float64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return float64(usage.Utime.Nano()+usage.Stime.Nano()) / 1e9
}

func main() {
	executor, err := bloblang.Parse(mapping)
	if err != nil {
		panic(err)
	}
	file, err := os.Open(os.Args[1])
	if err != nil {
		panic(err)
	}
	lines := bufio.NewScanner(file)
	lines.Buffer(make([]byte, 1<<20), 1<<20)
	var records [][]byte
	for lines.Scan() {
		records = append(records, append([]byte(nil), lines.Bytes()...))
	}
	began, events := cpuSeconds(), 0
	for repeat := 0; repeat < 10; repeat++ {
		for _, record := range records {
			var change any
			if err := json.Unmarshal(record, &change); err != nil {
				panic(err)
			}
			event, err := executor.Query(change)
			if err != nil {
				panic(err)
			}
			if _, err := json.Marshal(event); err != nil {
				panic(err)
			}
			events++
		}
	}
	fmt.Printf("{\"events\": %d, \"seconds\": %f}\n", events, cpuSeconds()-began)
}

package main

import (
	"context"
	"errors"
	"io"
	"os"
	"time"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/textparse"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/tsdb"
)

// The pages stand still for this long, so that rates and ranges have something to look at.
const (
	minutes = 30
	begin   = int64(1_700_000_000_000)
)

// evaluate fills in the results, as of the last scrape.
func evaluate(pages []Page, expressions []Expression) error {
	dir, err := os.MkdirTemp("", "promql-check-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	options := tsdb.DefaultOptions()
	db, err := tsdb.Open(dir, nil, nil, options, nil)
	if err != nil {
		return err
	}
	defer db.Close()
	db.DisableCompactions()
	for minute := range int64(minutes + 1) {
		for _, page := range pages {
			if err := store(db, page, begin+minute*60_000); err != nil {
				return err
			}
		}
	}
	engine := promql.NewEngine(promql.EngineOpts{MaxSamples: 1_000_000, Timeout: time.Minute})
	for i := range expressions {
		if expressions[i].Error != "" {
			continue
		}
		if err := run(engine, db, &expressions[i]); err != nil {
			return err
		}
	}
	return nil
}

func run(engine *promql.Engine, db *tsdb.DB, expression *Expression) error {
	query, err := engine.NewInstantQuery(context.Background(), db, nil, expression.Query, time.UnixMilli(begin+minutes*60_000))
	if err != nil {
		return err
	}
	defer query.Close()
	vector, err := query.Exec(context.Background()).Vector()
	if err != nil {
		return err
	}
	for _, sample := range vector {
		expression.Result = append(expression.Result, sample.Metric.Map())
	}
	return nil
}

// store keeps one scrape, with the labels of its target on every series.
func store(db *tsdb.DB, page Page, at int64) error {
	lines := textparse.NewPromParser([]byte(page.Text), labels.NewSymbolTable(), false)
	appender := db.Appender(context.Background())
	for {
		entry, err := lines.Next()
		if errors.Is(err, io.EOF) {
			return appender.Commit()
		}
		if err != nil {
			return errors.Join(err, appender.Rollback())
		}
		if entry != textparse.EntrySeries {
			continue
		}
		_, _, value := lines.Series()
		var series labels.Labels
		lines.Labels(&series)
		builder := labels.NewBuilder(series)
		for name, text := range page.Labels {
			builder.Set(name, text)
		}
		if _, err := appender.Append(0, builder.Labels(), at, value); err != nil {
			return errors.Join(err, appender.Rollback())
		}
	}
}

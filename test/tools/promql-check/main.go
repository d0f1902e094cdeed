// Command promql-check reads PromQL as Prometheus does: the rules of a PrometheusRule with its rule checker, queries with its
// parser, and on request all of them with its engine against the text of a /metrics page. JSON in, JSON out.
package main

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"os"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/prometheus/prometheus/promql/parser"
)

// Request is what stdin holds.
type Request struct {
	// Rules is a rule file, as `groups:` of YAML.
	Rules   string   `json:"rules"`
	Queries []string `json:"queries"`
	// Pages are what was scraped; without any, nothing is evaluated.
	Pages []Page `json:"pages"`
}

// Page is one scrape of one target.
type Page struct {
	Labels map[string]string `json:"labels"`
	Text   string            `json:"text"`
}

// Answer is what stdout gets.
type Answer struct {
	Errors      []string     `json:"errors"`
	Expressions []Expression `json:"expressions"`
}

// Expression is one query, or the condition of one alert.
type Expression struct {
	Alert     string     `json:"alert,omitempty"`
	Query     string     `json:"query"`
	Error     string     `json:"error,omitempty"`
	Selectors []Selector `json:"selectors"`
	// Grouping are the labels of by, on and the like.
	Grouping []string `json:"grouping"`
	// Result is the labels of each series that comes out.
	Result []map[string]string `json:"result"`
}

// Selector is a metric that an expression asks for, with the labels that it asks about.
type Selector struct {
	Metric string   `json:"metric"`
	Labels []string `json:"labels"`
}

func main() {
	answer, err := check(json.NewDecoder(os.Stdin))
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(answer)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "promql-check:", err)
		os.Exit(1)
	}
}

func check(in *json.Decoder) (Answer, error) {
	var request Request
	answer := Answer{Errors: []string{}}
	in.DisallowUnknownFields()
	if err := in.Decode(&request); err != nil {
		return answer, err
	}
	reader := parser.NewParser(parser.Options{})
	if request.Rules != "" {
		groups, errs := rulefmt.Parse([]byte(request.Rules), false, model.LegacyValidation, reader, slog.New(slog.DiscardHandler))
		for _, err := range errs {
			answer.Errors = append(answer.Errors, err.Error())
		}
		if groups != nil {
			for _, group := range groups.Groups {
				for _, rule := range group.Rules {
					answer.Expressions = append(answer.Expressions, describe(reader, rule.Alert, rule.Expr))
				}
			}
		}
	}
	for _, query := range request.Queries {
		answer.Expressions = append(answer.Expressions, describe(reader, "", query))
	}
	if len(request.Pages) == 0 {
		return answer, nil
	}
	return answer, evaluate(request.Pages, answer.Expressions)
}

func describe(reader parser.Parser, alert, query string) Expression {
	found := Expression{Alert: alert, Query: query, Selectors: []Selector{}, Grouping: []string{}, Result: []map[string]string{}}
	tree, err := reader.ParseExpr(query)
	if err != nil {
		found.Error = err.Error()
		return found
	}
	parser.Inspect(tree, func(node parser.Node, _ []parser.Node) error {
		switch each := node.(type) {
		case *parser.VectorSelector:
			found.Selectors = append(found.Selectors, selectorOf(each))
		case *parser.AggregateExpr:
			found.Grouping = append(found.Grouping, each.Grouping...)
		case *parser.BinaryExpr:
			if each.VectorMatching != nil {
				found.Grouping = append(found.Grouping, each.VectorMatching.MatchingLabels...)
			}
		}
		return nil
	})
	return found
}

func selectorOf(vector *parser.VectorSelector) Selector {
	selector := Selector{Metric: vector.Name, Labels: []string{}}
	for _, matcher := range vector.LabelMatchers {
		if matcher.Name != "__name__" {
			selector.Labels = append(selector.Labels, matcher.Name)
		}
	}
	return selector
}

package main

import (
	"bytes"
	"fmt"
	"sort"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"istio.io/istio/pkg/config/analysis/analyzers"
	"istio.io/istio/pkg/config/analysis/diag"
	"istio.io/istio/pkg/config/analysis/local"
	"istio.io/istio/pkg/config/resource"
	"istio.io/istio/pkg/log"
)

// findings are the messages of the analyzers; validation is one of them (IST0106 for an error, IST0133 for a warning).
type findings struct {
	problems  []string
	notes     []string
	analyzers int
}

func analyze(objects []*unstructured.Unstructured, ignored codes) (findings, error) {
	var all findings
	silence()
	text, err := textOf(objects)
	if err != nil {
		return all, err
	}
	// No namespace: messages about all of them.
	analyzer := local.NewIstiodAnalyzer(analyzers.AllCombined(), "", resource.Namespace("istio-system"), nil)
	// The other way to add a reader leaves Services and Namespaces out, for whatever is added after it as well.
	if err := analyzer.AddTestReaderKubeSource([]local.ReaderSource{{Name: "stdin", Reader: text}}); err != nil {
		all.problems = append(all.problems, oneLine("error "+err.Error()))
	}
	if err := analyzer.AddDefaultResources(); err != nil {
		return all, err
	}
	stop := make(chan struct{})
	defer close(stop)
	result, err := analyzer.Analyze(stop)
	if err != nil {
		return all, err
	}
	if len(result.SkippedAnalyzers) > 0 {
		return all, fmt.Errorf("analyzers did not run: %v", result.SkippedAnalyzers)
	}
	all.analyzers = len(result.ExecutedAnalyzers)
	for i := range result.Messages {
		all.add(&result.Messages[i], ignored)
	}
	sort.Strings(all.notes)
	return all, nil
}

func (f *findings) add(message *diag.Message, ignored codes) {
	if ignored[message.Type.Code()] {
		return
	}
	subject := "-"
	if message.Resource != nil {
		subject = message.Resource.Origin.FriendlyName()
	}
	level := message.Type.Level()
	what := fmt.Sprintf(message.Type.Template(), message.Parameters...)
	line := oneLine(fmt.Sprintf("%s %s %s: %s", strings.ToLower(level.String()), message.Type.Code(), subject, what))
	if level == diag.Info {
		f.notes = append(f.notes, line)
		return
	}
	f.problems = append(f.problems, line)
}

func textOf(objects []*unstructured.Unstructured) (*bytes.Buffer, error) {
	var text bytes.Buffer
	for _, object := range objects {
		json, err := object.MarshalJSON()
		if err != nil {
			return nil, err
		}
		text.WriteString("---\n")
		text.Write(json)
		text.WriteString("\n")
	}
	return &text, nil
}

func oneLine(text string) string {
	return strings.Join(strings.Fields(text), " ")
}

// silence keeps Istio's log, which goes to standard output, out of the answer.
func silence() {
	for _, scope := range log.Scopes() {
		scope.SetOutputLevel(log.NoneLevel)
	}
}

// Command crd-check answers what an API server with given CustomResourceDefinitions would say about a stream of objects.
//
// It runs the API server's own code: structural schemas, pruning, defaulting, formats, list types and CEL rules. On top of
// that it reports every default that is not written out, because a written default is what keeps a GitOps tool in sync.
//
//	crd-check --crds PATH… [--apply-defaults | --defaults-of ANNOTATION] [--expect-refused] < objects.yaml
//	crd-check --crds PATH… --validate-crds
//
// Exit: 0 no problem, 1 problems, 2 nothing was checked or wrong usage.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"sort"
	"strings"
)

type paths []string

func (p *paths) String() string { return strings.Join(*p, ",") }

func (p *paths) Set(value string) error {
	*p = append(*p, value)
	return nil
}

type mode struct {
	// applyDefaults takes a missing default as the API server does: in silence. For objects that people write.
	applyDefaults bool
	// marked limits the demand for written defaults to objects with this annotation. Empty: all objects.
	marked string
	// expectRefused turns the answer around: an object that passes is the problem.
	expectRefused bool
}

func main() {
	var crds paths
	var how mode
	flag.Var(&crds, "crds", "file or directory with CustomResourceDefinitions (may be repeated)")
	flag.BoolVar(&how.applyDefaults, "apply-defaults", false, "do not report defaults that are not written out")
	flag.StringVar(&how.marked, "defaults-of", "", "demand written defaults only of objects with this `annotation`")
	flag.BoolVar(&how.expectRefused, "expect-refused", false, "every object must be refused")
	validateOnly := flag.Bool("validate-crds", false, "validate the CustomResourceDefinitions themselves and read no objects")
	flag.Parse()

	definitions, err := loadDefinitions(crds)
	if err != nil {
		fail(err)
	}
	if *validateOnly {
		os.Exit(finish(os.Stdout, validateDefinitions(definitions)))
	}
	input, err := io.ReadAll(os.Stdin)
	if err != nil {
		fail(err)
	}
	result, err := checkStream(definitions, input, how)
	if err != nil {
		fail(err)
	}
	os.Exit(finish(os.Stdout, result))
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "crd-check:", err)
	os.Exit(2)
}

// result is what was looked at and what is wrong with it.
type result struct {
	checked int
	skipped int
	// complete counts the objects of which written defaults were demanded, so that a caller sees when that was none.
	complete int
	// unreadable counts documents that are no YAML object. They are listed, but a caller may know them to come from the input.
	unreadable int
	problems   []string
}

func (r *result) add(subject string, messages ...string) {
	sort.Strings(messages)
	for _, message := range messages {
		r.problems = append(r.problems, subject+": "+message)
	}
}

func finish(out io.Writer, r result) int {
	for _, problem := range r.problems {
		fmt.Fprintln(out, strings.ReplaceAll(problem, "\n", " "))
	}
	fmt.Fprintf(out, "checked=%d skipped=%d problems=%d complete=%d unreadable=%d\n", r.checked, r.skipped, len(r.problems)-r.unreadable, r.complete, r.unreadable)
	switch {
	case r.checked == 0:
		return 2
	case len(r.problems) > 0:
		return 1
	}
	return 0
}

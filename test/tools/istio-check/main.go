// Command istio-check answers what Istio would say about a stream of objects, without a cluster.
//
// It runs Istio's own code: the parsing and the validation of its admission webhook, and every analyzer of `istioctl analyze`.
// `istioctl analyze --use-kube=false` leaves Services, Namespaces and Pods of files out, and with them every analyzer that
// relates a rule to a Service; here the stream is the cluster, so that all of them run.
//
//	istio-check [-ignore CODE…] < objects.yaml
//
// Exit: 0 no error and no warning, 1 some, 2 nothing of Istio's was read or wrong usage.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"sort"
)

type codes map[string]bool

func (c codes) String() string { return fmt.Sprint(map[string]bool(c)) }

func (c codes) Set(value string) error {
	c[value] = true
	return nil
}

func main() {
	ignored := codes{}
	flag.Var(ignored, "ignore", "a message `code` that is not reported (may be repeated)")
	flag.Parse()
	input, err := io.ReadAll(os.Stdin)
	if err != nil {
		fail(err)
	}
	parsed := parseStream(input)
	found, err := analyze(parsed.objects, ignored)
	if err != nil {
		fail(err)
	}
	os.Exit(finish(os.Stdout, parsed, found))
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "istio-check:", err)
	os.Exit(2)
}

// finish prints what is wrong, then notes, which are no reason to fail, then the sums.
func finish(out io.Writer, parsed stream, found findings) int {
	problems := append(append([]string{}, parsed.problems...), found.problems...)
	sort.Strings(problems)
	for _, line := range append(problems, found.notes...) {
		fmt.Fprintln(out, line)
	}
	fmt.Fprintf(out, "checked=%d read=%d analyzers=%d problems=%d notes=%d unreadable=%d\n",
		parsed.checked, len(parsed.objects), found.analyzers, len(problems), len(found.notes), parsed.unreadable)
	switch {
	case parsed.checked == 0:
		return 2
	case len(problems) > 0:
		return 1
	}
	return 0
}

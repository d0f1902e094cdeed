// health-check runs a health script as Argo CD does, on every object of its health_test.yaml.
//
//	health-check GROUP/KIND DIRECTORY
//
// DIRECTORY has Argo CD's own layout: health.lua, health_test.yaml, testdata/*.yaml. It prints one line for each test, and exits 1 when one fails.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/util/lua"
	"github.com/argoproj/gitops-engine/pkg/health"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

type healthTests struct {
	Tests []struct {
		InputPath    string              `json:"inputPath"`
		HealthStatus health.HealthStatus `json:"healthStatus"`
	} `json:"tests"`
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: health-check GROUP/KIND DIRECTORY")
		os.Exit(2)
	}
	failed, err := check(os.Args[1], os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	if failed {
		os.Exit(1)
	}
}

func check(kind, directory string) (failed bool, err error) {
	script, err := os.ReadFile(filepath.Join(directory, "health.lua"))
	if err != nil {
		return false, err
	}
	var list healthTests
	if err := read(filepath.Join(directory, "health_test.yaml"), &list); err != nil {
		return false, err
	}
	// As argocd-cm gives it: without the libraries that only Argo CD's own scripts may open.
	vm := lua.VM{ResourceOverrides: map[string]v1alpha1.ResourceOverride{kind: {HealthLua: string(script)}}}
	for _, test := range list.Tests {
		object := unstructured.Unstructured{}
		if err := read(filepath.Join(directory, test.InputPath), &object.Object); err != nil {
			return false, err
		}
		found, openLibs, err := vm.GetHealthScript(&object)
		if err != nil {
			return false, err
		}
		vm.UseOpenLibs = openLibs
		status, err := vm.ExecuteHealthLua(&object, found)
		if err != nil {
			return false, fmt.Errorf("%s: %w", test.InputPath, err)
		}
		if *status == test.HealthStatus {
			fmt.Printf("ok %s\n", test.InputPath)
			continue
		}
		failed = true
		fmt.Printf("not ok %s: %s %q, wanted %s %q\n", test.InputPath, status.Status, status.Message, test.HealthStatus.Status, test.HealthStatus.Message)
	}
	if len(list.Tests) == 0 {
		return false, fmt.Errorf("%s has no test", directory)
	}
	return failed, nil
}

func read(path string, into any) error {
	bytes, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return yaml.Unmarshal(bytes, into)
}

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"

	"istio.io/istio/pkg/config"
	"istio.io/istio/pkg/config/schema/collections"
	"istio.io/istio/pkg/config/schema/resource"
)

// stream is what came in: every object, how many of them Istio has a validation of its own for, and what it cannot parse.
type stream struct {
	objects  []*unstructured.Unstructured
	checked  int
	problems []string
	// unreadable counts documents that are no YAML object: the renderer passes those on as they came.
	unreadable int
}

func parseStream(input []byte) stream {
	var all stream
	reader := utilyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(input)))
	for {
		document, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return all
		}
		var value map[string]any
		if err != nil || yaml.Unmarshal(document, &value) != nil {
			all.unreadable++
			if err != nil {
				return all
			}
			continue
		}
		if len(value) > 0 {
			all.add(&unstructured.Unstructured{Object: value})
		}
	}
}

// add takes the members of a List, as kubectl does.
func (s *stream) add(object *unstructured.Unstructured) {
	if object.IsList() {
		items, _ := object.Object["items"].([]any)
		for _, item := range items {
			if member, ok := item.(map[string]any); ok {
				s.add(&unstructured.Unstructured{Object: member})
			}
		}
		return
	}
	gvk := object.GroupVersionKind()
	schema, known := collections.All.FindByGroupVersionAliasesKind(resource.FromKubernetesGVK(&gvk))
	if known && !schema.IsClusterScoped() && object.GetNamespace() == "" {
		object.SetNamespace("default")
	}
	s.objects = append(s.objects, object)
	if known && strings.HasSuffix(gvk.Group, ".istio.io") {
		s.checked++
		if err := parseStrictly(schema, object); err != nil {
			s.problems = append(s.problems, fmt.Sprintf("error %s %s/%s: %v", gvk.Kind, object.GetNamespace(), object.GetName(), err))
		}
	}
}

// parseStrictly refuses what Istio's own decoder would skip: fields that the message does not have.
func parseStrictly(schema resource.Schema, object *unstructured.Unstructured) error {
	spec, err := json.Marshal(object.Object["spec"])
	if err != nil {
		return err
	}
	message, err := schema.NewInstance()
	if err != nil {
		return err
	}
	return config.ApplyJSONStrict(message, string(spec))
}

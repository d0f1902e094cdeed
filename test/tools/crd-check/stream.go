package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	utiljson "k8s.io/apimachinery/pkg/util/json"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

func splitDocuments(text []byte) ([][]byte, error) {
	var documents [][]byte
	reader := utilyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(text)))
	for {
		document, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return documents, nil
		}
		if err != nil {
			return nil, err
		}
		documents = append(documents, document)
	}
}

// parsed is one object of the stream, and whether its text repeats a key (which YAMLToJSON lets pass).
type parsed struct {
	object    *unstructured.Unstructured
	ambiguous error
}

func parseDocument(document []byte) ([]parsed, error) {
	json, err := yaml.YAMLToJSON(document)
	if err != nil {
		return nil, err
	}
	var value map[string]any
	if err := utiljson.Unmarshal(json, &value); err != nil {
		return nil, err
	}
	if len(value) == 0 {
		return nil, nil
	}
	_, ambiguous := yaml.YAMLToJSONStrict(document)
	return flatten(value, ambiguous), nil
}

// flatten takes the members of a List, as kubectl does.
func flatten(value map[string]any, ambiguous error) []parsed {
	object := &unstructured.Unstructured{Object: value}
	if !object.IsList() {
		return []parsed{{object, ambiguous}}
	}
	var members []parsed
	items, _ := value["items"].([]any)
	for _, item := range items {
		if member, ok := item.(map[string]any); ok {
			members = append(members, flatten(member, ambiguous)...)
		}
	}
	return members
}

func checkStream(definitions map[schema.GroupKind]*apiextensions.CustomResourceDefinition, input []byte, how mode) (result, error) {
	var r result
	documents, err := splitDocuments(input)
	if err != nil {
		return r, err
	}
	validators := map[schema.GroupVersionKind]*validator{}
	for i, document := range documents {
		objects, err := parseDocument(document)
		if err != nil {
			r.unreadable++
			r.add(fmt.Sprintf("document %d", i+1), err.Error())
			continue
		}
		for _, entry := range objects {
			if err := checkObject(&r, definitions, validators, entry, how); err != nil {
				return r, err
			}
		}
	}
	return r, nil
}

func checkObject(
	r *result,
	definitions map[schema.GroupKind]*apiextensions.CustomResourceDefinition,
	validators map[schema.GroupVersionKind]*validator,
	entry parsed,
	how mode,
) error {
	gvk := entry.object.GroupVersionKind()
	crd, known := definitions[gvk.GroupKind()]
	if !known {
		r.skipped++
		return nil
	}
	r.checked++
	if how.demandsDefaults(entry.object) {
		r.complete++
	}
	v, ready := validators[gvk]
	if !ready {
		built, err := newValidator(crd, gvk.Version)
		if err != nil {
			return err
		}
		validators[gvk], v = built, built
	}
	subject := fmt.Sprintf("%s %s/%s", gvk.Kind, entry.object.GetNamespace(), entry.object.GetName())
	messages := v.check(entry, how)
	switch {
	case !how.expectRefused:
		r.add(subject, messages...)
	case len(messages) == 0:
		r.add(subject, "accepted, but it must be refused")
	}
	return nil
}

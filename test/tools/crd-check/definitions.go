package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/install"
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
)

// codecs decodes strictly: an unknown or doubled field in a definition of ours is a mistake, not a detail.
var codecs = func() serializer.CodecFactory {
	scheme := runtime.NewScheme()
	install.Install(scheme)
	return serializer.NewCodecFactory(scheme, serializer.EnableStrict)
}()

// loadDefinitions reads every CustomResourceDefinition below the given paths, by the group and kind it defines.
func loadDefinitions(given []string) (map[schema.GroupKind]*apiextensions.CustomResourceDefinition, error) {
	found := map[schema.GroupKind]*apiextensions.CustomResourceDefinition{}
	for _, path := range given {
		files, err := definitionFiles(path)
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			if err := loadFile(found, file); err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
		}
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("no CustomResourceDefinition below %q", given)
	}
	return found, nil
}

// definitionFiles keeps the given path's own name in front: the path may be a link into the module cache, which Walk would not follow.
func definitionFiles(path string) ([]string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return []string{path}, nil
	}
	return filepath.Glob(filepath.Join(path, "*.yaml"))
}

func loadFile(found map[schema.GroupKind]*apiextensions.CustomResourceDefinition, file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	documents, err := splitDocuments(text)
	if err != nil {
		return err
	}
	for _, document := range documents {
		// A CRD folder may hold a kustomization or an admission policy as well.
		if !strings.Contains(string(document), "kind: CustomResourceDefinition") {
			continue
		}
		object, _, err := codecs.UniversalDecoder(apiextensions.SchemeGroupVersion).Decode(document, nil, nil)
		if err != nil {
			return err
		}
		crd, ok := object.(*apiextensions.CustomResourceDefinition)
		if !ok {
			return fmt.Errorf("holds a %T", object)
		}
		kind := schema.GroupKind{Group: crd.Spec.Group, Kind: crd.Spec.Names.Kind}
		if _, twice := found[kind]; twice {
			return fmt.Errorf("%s is defined twice", kind)
		}
		found[kind] = crd
	}
	return nil
}

// validateDefinitions asks what the API server asks when a definition is created: structure, CEL types and CEL cost.
func validateDefinitions(definitions map[schema.GroupKind]*apiextensions.CustomResourceDefinition) result {
	var r result
	for kind, crd := range definitions {
		r.checked++
		asOnCreate(crd)
		for _, err := range validation.ValidateCustomResourceDefinition(context.Background(), crd) {
			r.add("CustomResourceDefinition "+kind.String(), err.Error())
		}
	}
	return r
}

// asOnCreate does what the create strategy of the API server does before it validates.
func asOnCreate(crd *apiextensions.CustomResourceDefinition) {
	crd.Status = apiextensions.CustomResourceDefinitionStatus{}
	for _, version := range crd.Spec.Versions {
		if version.Storage {
			crd.Status.StoredVersions = []string{version.Name}
		}
	}
}

package main

import (
	"context"
	"fmt"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	metavalidation "k8s.io/apimachinery/pkg/api/validation"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/validation/field"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
)

// validator holds what the API server compiles once for each served version of a definition.
type validator struct {
	unserved   string
	namespaced bool
	structural *structuralschema.Structural
	schema     validation.SchemaValidator
	cel        *cel.Validator
}

func newValidator(crd *apiextensions.CustomResourceDefinition, version string) (*validator, error) {
	if !apiextensions.HasServedCRDVersion(crd, version) {
		return &validator{unserved: fmt.Sprintf("apiVersion: version %q is not served", version)}, nil
	}
	given, err := apiextensions.GetSchemaForVersion(crd, version)
	if err != nil {
		return nil, err
	}
	structural, err := structuralschema.NewStructural(given.OpenAPIV3Schema)
	if err != nil {
		return nil, err
	}
	checker, _, err := validation.NewSchemaValidator(given.OpenAPIV3Schema)
	if err != nil {
		return nil, err
	}
	return &validator{
		namespaced: crd.Spec.Scope == apiextensions.NamespaceScoped,
		structural: structural,
		schema:     checker,
		cel:        cel.NewValidator(structural, true, celconfig.PerCallLimit),
	}, nil
}

// check goes through the steps of a create request in the API server's order and returns all that is wrong.
func (v *validator) check(entry parsed, how mode) []string {
	if v.unserved != "" {
		return []string{v.unserved}
	}
	var messages []string
	if entry.ambiguous != nil {
		messages = append(messages, "text: "+entry.ambiguous.Error())
	}
	object := runtime.DeepCopyJSON(entry.object.Object)
	messages = append(messages, unknownFields(object, v.structural)...)
	before := runtime.DeepCopyJSON(object)
	defaulting.PruneNonNullableNullsWithoutDefaults(object, v.structural)
	defaulting.Default(object, v.structural)
	if how.demandsDefaults(entry.object) {
		messages = append(messages, differences("", before, object)...)
	}
	for _, err := range v.validate(object) {
		messages = append(messages, err.Error())
	}
	return messages
}

// demandsDefaults tells an object that a program wrote from one that people wrote; only the first promises to be complete.
func (m mode) demandsDefaults(object *unstructured.Unstructured) bool {
	if m.applyDefaults || m.expectRefused {
		return false
	}
	_, marked := object.GetAnnotations()[m.marked]
	return m.marked == "" || marked
}

// unknownFields removes what the schema does not know, as the API server does, and tells what that was.
func unknownFields(object map[string]any, structural *structuralschema.Structural) []string {
	options := structuralschema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true}
	unknown := pruning.PruneWithOptions(object, structural, true, options)
	meta, _, inMeta, err := objectmeta.GetObjectMetaWithOptions(object, objectmeta.ObjectMetaOptions{ReturnUnknownFieldPaths: true})
	if err != nil {
		return []string{"metadata: " + err.Error()}
	}
	var messages []string
	for _, path := range append(unknown, inMeta...) {
		messages = append(messages, path+": unknown field")
	}
	if meta != nil {
		if err := objectmeta.SetObjectMeta(object, meta); err != nil {
			messages = append(messages, "metadata: "+err.Error())
		}
	}
	return messages
}

func (v *validator) validate(object map[string]any) field.ErrorList {
	wrapped := &unstructured.Unstructured{Object: runtime.DeepCopyJSON(object)}
	// An object without a namespace gets one from the request; the renderer leaves it out where the Service has none.
	if v.namespaced && wrapped.GetNamespace() == "" {
		wrapped.SetNamespace("default")
	}
	errs := metavalidation.ValidateObjectMetaAccessor(wrapped, v.namespaced, metavalidation.NameIsDNSSubdomain, field.NewPath("metadata"))
	errs = append(errs, validation.ValidateCustomResource(nil, object, v.schema)...)
	errs = append(errs, objectmeta.Validate(nil, object, v.structural, false)...)
	errs = append(errs, listtype.ValidateListSetsAndMaps(nil, v.structural, object)...)
	// The API server evaluates no rule on an object that its schema refuses: a rule may rely on the types.
	if len(errs) == 0 {
		found, _ := v.cel.Validate(context.Background(), nil, v.structural, object, nil, celconfig.RuntimeCELCostBudget)
		errs = append(errs, found...)
	}
	return errs
}

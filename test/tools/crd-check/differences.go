package main

import (
	"encoding/json"
	"fmt"
	"reflect"
)

// differences lists what defaulting added (or, for a null that the schema does not allow, removed).
func differences(path string, before, after any) []string {
	switch after := after.(type) {
	case map[string]any:
		if before, ok := before.(map[string]any); ok {
			return mapDifferences(path, before, after)
		}
	case []any:
		if before, ok := before.([]any); ok && len(before) == len(after) {
			var messages []string
			for i := range after {
				messages = append(messages, differences(fmt.Sprintf("%s[%d]", path, i), before[i], after[i])...)
			}
			return messages
		}
	}
	if reflect.DeepEqual(before, after) {
		return nil
	}
	return []string{fmt.Sprintf("%s: defaulting changes %s to %s", path, text(before), text(after))}
}

func mapDifferences(path string, before, after map[string]any) []string {
	var messages []string
	for key, value := range after {
		old, present := before[key]
		if !present {
			messages = append(messages, fmt.Sprintf("%s: the default %s is not written out", join(path, key), text(value)))
			continue
		}
		messages = append(messages, differences(join(path, key), old, value)...)
	}
	for key := range before {
		if _, kept := after[key]; !kept {
			messages = append(messages, join(path, key)+": null is dropped by the API server")
		}
	}
	return messages
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func text(value any) string {
	bytes, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(bytes)
}

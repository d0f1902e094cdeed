import { dump } from 'js-yaml';
import { group } from '../src/model/group.ts';
import { type JsonSchema, mapSchemas } from './generate-schema.ts';

/** Refused by apiextensions/v1 in structural schemas, or of no use to the API server, which prunes unknown fields. */
const dropped = ['$schema', '$id', 'title', 'examples', 'additionalProperties', 'uniqueItems', 'const', 'x-unit', 'x-expects'];

const printerColumns = [
  { name: 'Target', type: 'string', jsonPath: '.spec.targetRef.name' },
  { name: 'Ready', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].status' },
  { name: 'Reason', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].reason' },
  { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
];

/** The CustomResourceDefinition, with the CEL rules that stand in the schema. */
export function generateCrd(schema: JsonSchema, source: string): string {
  const definition = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `resiliencepolicies.${group}`,
      // GEP-713: a policy that attaches to one object directly.
      labels: { 'gateway.networking.k8s.io/policy': 'Direct' },
    },
    spec: {
      group,
      names: {
        kind: 'ResiliencePolicy',
        listKind: 'ResiliencePolicyList',
        plural: 'resiliencepolicies',
        singular: 'resiliencepolicy',
        shortNames: ['rp'],
        categories: ['mesh'],
      },
      scope: 'Namespaced',
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          subresources: { status: {} },
          additionalPrinterColumns: printerColumns,
          schema: { openAPIV3Schema: structural(schema) },
        },
      ],
    },
  };
  const banner = `# Generated from schemas/${source} by build/generate.ts; edit the schema instead.\n`;
  return banner + dump(definition, { lineWidth: -1, noRefs: true, noArrayIndent: true });
}

/** The API server knows apiVersion, kind and metadata itself; about metadata it lets a CRD say nothing, not even a description. */
function structural(schema: JsonSchema): JsonSchema {
  const { properties, ...root } = mapSchemas(schema, (child) =>
    Object.fromEntries(Object.entries(child).filter(([keyword]) => !dropped.includes(keyword))),
  );
  return { ...root, required: ['spec'], properties: { ...properties, metadata: { type: 'object' } } };
}

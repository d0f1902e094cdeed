import type { Report } from '../diagnostics/diagnostic.ts';
import { entryOf } from '../diagnostics/entry-of.ts';
import { apiVersion } from '../model/group.ts';
import { formatFieldPath } from '../model/place.ts';
import type { Policy } from '../model/policy.ts';
import type { ResiliencePolicySpec } from '../model/policy-spec.ts';
import { placeOf, type Resource } from '../model/resource.ts';
import { describeSchemaErrors } from './describe-schema-error.ts';
import { parsePolicy } from './parse-policy.ts';
import { expectations, validate } from './policy-schema.gen.js';
import { rules } from './rules/index.ts';
import { enabledSections } from './sections.ts';

/**
 * Checks a ResiliencePolicy by itself: version, schema, then every rule.
 * @returns the parsed policy, or undefined when an error was reported for it
 */
export function validatePolicy(resource: Resource, report: Report): Policy | undefined {
  if (resource.identity.apiVersion !== apiVersion) {
    report('RP2003', placeOf(resource, ['apiVersion']), { apiVersion: resource.identity.apiVersion });
    return undefined;
  }
  if (!validate(resource.object)) {
    reportSchemaErrors(resource, report);
    return undefined;
  }
  const spec = resource.object['spec'] as unknown as ResiliencePolicySpec;
  let refused = false;
  const watching: Report = (code, places, args) => {
    refused ||= entryOf(code).severity === 'error';
    report(code, places, args);
  };
  const subject = { resource, spec, on: enabledSections(spec) };
  for (const rule of rules) rule(subject, watching);
  return refused ? undefined : parsePolicy(subject);
}

function reportSchemaErrors(resource: Resource, report: Report): void {
  for (const problem of describeSchemaErrors(validate.errors ?? [], resource.object, expectations)) {
    const field = formatFieldPath(problem.path);
    switch (problem.kind) {
      case 'unknown':
        report('RP2002', placeOf(resource, problem.path, 'key'), { field, nearest: problem.nearest });
        break;
      case 'missing':
        report('RP2001', placeOf(resource, problem.path.slice(0, -1)), { field, problem: problem.problem });
        break;
      case 'wrong':
        report('RP2001', placeOf(resource, problem.path), { field, problem: problem.problem });
        break;
    }
  }
}

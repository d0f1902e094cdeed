import type { Report } from '../../diagnostics/diagnostic.ts';
import type { Place } from '../../model/place.ts';
import { fieldPath } from '../../model/policy.ts';
import type { PolicyField } from '../../model/policy-field.ts';
import type { ResiliencePolicySpec } from '../../model/policy-spec.ts';
import { placeOf, type Resource } from '../../model/resource.ts';
import type { EnabledSections } from '../sections.ts';

/** A policy that matches its schema, as a rule sees it. */
export interface Subject {
  readonly resource: Resource;
  readonly spec: ResiliencePolicySpec;
  /** What is in force. Whether values make sense together matters only there; whether they can be read matters everywhere. */
  readonly on: EnabledSections;
}

/** Reports what one code of the catalogue says, and nothing else. */
export type Rule = (subject: Subject, report: Report) => void;

/** Where a leaf stands. */
export function leafPlace(subject: Subject, field: PolicyField): Place {
  return placeOf(subject.resource, fieldPath(field));
}

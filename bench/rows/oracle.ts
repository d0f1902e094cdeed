import { servicesEqualKustomize } from '../oracle/services-equal-kustomize.ts';
import { streamingEqualsMemory } from '../oracle/streaming-equals-memory.ts';
import { untouchedDocuments } from '../oracle/untouched-documents.ts';
import type { Row } from './row.ts';

/** Speed counts only where the result is right. */
export const oracle: Row = {
  name: 'oracle',
  title: 'what is fast is also right',
  *measure(bench) {
    yield servicesEqualKustomize(bench);
    yield untouchedDocuments(bench);
    yield streamingEqualsMemory(bench);
  },
};

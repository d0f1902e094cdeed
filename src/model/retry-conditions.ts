/** A list of conditions in the spelling that is written, or the first item that is none. */
export type RetryConditions = { readonly ok: true; readonly items: readonly string[] } | { readonly ok: false; readonly item: string };

/** Codes and ranges that Linkerd accepts: 100 <= N <= M <= 599 (facts linkerd §1.2). Classes other than 5xx are refused there too. */
const status = /^(?:5xx|gateway-error|[1-5][0-9]{2}(?:-[1-5][0-9]{2})?)$/;
const grpc: ReadonlySet<string> = new Set(['cancelled', 'deadline-exceeded', 'internal', 'resource-exhausted', 'unavailable']);

/** Reads HTTP conditions, `5xx, 429`: white space and the case of keywords do not matter, repeats are dropped, order is kept. */
export function parseStatusConditions(text: string): RetryConditions {
  return parseItems(text, (item) => {
    const lower = item.toLowerCase();
    return status.test(lower) && isOrdered(lower) ? lower : undefined;
  });
}

/** Reads gRPC statuses. `DEADLINE_EXCEEDED`, as the gRPC documents spell it, becomes `deadline-exceeded`, the only spelling Linkerd reads. */
export function parseGrpcConditions(text: string): RetryConditions {
  return parseItems(text, (item) => {
    const name = item.toLowerCase().replaceAll('_', '-');
    return grpc.has(name) ? name : undefined;
  });
}

function isOrdered(item: string): boolean {
  return !/^[0-9]{3}-/.test(item) || item.slice(0, 3) <= item.slice(4);
}

function parseItems(text: string, normalise: (item: string) => string | undefined): RetryConditions {
  const items = new Set<string>();
  for (const raw of text.split(',')) {
    // ASCII white space only, as [[:space:]] in the CEL rule of the CRD, so that both read the same lists.
    const item = raw.replace(/^[\t\n\v\f\r ]+|[\t\n\v\f\r ]+$/g, '');
    const normal = normalise(item);
    if (normal === undefined) return { ok: false, item };
    items.add(normal);
  }
  return { ok: true, items: [...items] };
}

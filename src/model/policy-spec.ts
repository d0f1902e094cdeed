// Generated from schemas/resilience-policy.schema.json by build/generate.ts; edit the schema instead.

/** What is asked for. A section that is absent, or has `enabled: false`, is not rendered. */
export interface ResiliencePolicySpec {
  readonly targetRef: TargetRef;
  readonly circuitBreaker?: CircuitBreaker;
  readonly retry?: Retry;
  readonly timeout?: Timeout;
  readonly rateLimit?: RateLimit;
  readonly loadBalancing?: LoadBalancing;
  readonly bulkhead?: Bulkhead;
}

/** The Service that the policy governs. */
export interface TargetRef {
  /** Name of the Service. */
  readonly name: string;
  /** Namespace of the Service; the policy's own when absent. Another namespace has to allow it with a ReferenceGrant. */
  readonly namespace?: string;
  /** Port of the Service (not the target port of its pods). All HTTP ports when absent. */
  readonly port?: number;
}

/** Takes an endpoint out of load balancing after failures in a row and lets it back in after a pause. */
export interface CircuitBreaker {
  /** Whether this section is in force. `false` keeps its values in the manifest without rendering them: the breaker is off. */
  readonly enabled?: boolean;
  /** Failures in a row after which an endpoint is taken out. Required while the section is enabled. */
  readonly failureThreshold?: number;
  /** How long an endpoint stays out the first time; it grows with every further time. The mesh's own default when absent (Linkerd 1s, Istio 30s). */
  readonly baseEjectionTime?: string;
  /** The longest time that an endpoint stays out. At least baseEjectionTime. The mesh's own default when absent (Linkerd 60s, Istio 300s). */
  readonly maxEjectionTime?: string;
  /** The largest share of endpoints that may be out at one time. All of them when absent. */
  readonly maxEjectionPercent?: number;
  /** How often the mesh looks at the failures that it has counted. The mesh's own default when absent. */
  readonly interval?: string;
}

/** Sends a failed request again. */
export interface Retry {
  /** Whether this section is in force. `false` keeps its values in the manifest without rendering them: nothing is retried by this policy. */
  readonly enabled?: boolean;
  /** The number of RETRIES, not of tries: 3 means one request and at most three repeats. 0 renders no retry. Required while the section is enabled. */
  readonly maxAttempts?: number;
  /** HTTP conditions that are retried, joined by commas: `5xx`, `gateway-error` (502 to 504), a code (`429`) or a range (`500-504`), between 100 and 599. When absent `5xx`, chosen by the mesh backend. */
  readonly retryableStatusCodes?: string;
  /** How long one try may wait for a response before it is given up and repeated. Shorter than timeout.responseTimeout and timeout.requestTimeout. No limit of its own when absent. */
  readonly retryTimeout?: string;
  /** gRPC statuses that are retried on gRPC ports, joined by commas: `cancelled`, `deadline-exceeded`, `internal`, `resource-exhausted`, `unavailable`; `DEADLINE_EXCEEDED` is read too. When absent `unavailable`, or what retryableStatusCodes maps to. */
  readonly retryableGrpcCodes?: string;
  /** HTTP methods that are retried. When absent every method is, POST and PATCH too, with a warning. */
  readonly methods?: readonly ('GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS' | 'TRACE' | 'CONNECT')[];
}

/** How long a request may take. A limit that is absent does not exist; zero is refused, because meshes disagree about it. */
export interface Timeout {
  /** Whether this section is in force. `false` keeps its values in the manifest without rendering them: no timeout of this policy applies. */
  readonly enabled?: boolean;
  /** The whole request as its caller sees it, over all tries, to the end of the response. It ends long-lived streams too. */
  readonly requestTimeout?: string;
  /** One try: from the end of the request to the end of its response. At most requestTimeout. */
  readonly responseTimeout?: string;
  /** How long a stream may carry no data in either direction. At most requestTimeout. */
  readonly idleTimeout?: string;
}

/** Refuses requests above a rate. It acts in every proxy (pod) by itself: the limit of a Service is about the value times its replicas. */
export interface RateLimit {
  /** Whether this section is in force. `false` keeps its values in the manifest without rendering them: no rate is limited by this policy. */
  readonly enabled?: boolean;
  /** Requests per second that one proxy accepts from all clients together. */
  readonly requestsPerSecond?: number;
  /** Requests per second that one proxy accepts from each client identity; clients outside the mesh count as one. At most requestsPerSecond. */
  readonly perClientRequestsPerSecond?: number;
  /** Other limits for named clients, instead of perClientRequestsPerSecond. */
  readonly overrides?: readonly RateLimitOverride[];
  /** Who may connect to the port, for a mesh that has to create an object with access control to limit its rate (Linkerd: a Server). There is no default, because any would open or close access unasked. */
  readonly accessPolicy?:
    | 'all-authenticated'
    | 'all-unauthenticated'
    | 'cluster-authenticated'
    | 'cluster-unauthenticated'
    | 'deny'
    | 'audit';
}

/** A limit and the clients that it is for. */
export interface RateLimitOverride {
  /** Requests per second that one proxy accepts from each of these clients. At most the section's requestsPerSecond. */
  readonly requestsPerSecond: number;
  /** The clients, by service account. */
  readonly clients: readonly RateLimitClient[];
}

/** A client identity. */
export interface RateLimitClient {
  /** Name of the client's ServiceAccount. */
  readonly serviceAccount: string;
  /** Namespace of the ServiceAccount; that of the limited Service when absent. */
  readonly namespace?: string;
}

/** How the mesh chooses an endpoint for a request: by an algorithm, or by a hash of something in the request. */
export interface LoadBalancing {
  /** Whether this section is in force. `false` keeps its values in the manifest without rendering them: the mesh's own choice applies. */
  readonly enabled?: boolean;
  /** Each endpoint in turn, the less busy of two, or any. Not beside consistentHash. */
  readonly algorithm?: 'RoundRobin' | 'LeastRequest' | 'Random';
  readonly consistentHash?: ConsistentHash;
}

/** Requests that are alike go to the same endpoint while the set of endpoints stays the same. Exactly one of its fields. */
export interface ConsistentHash {
  /** Requests with the same value of this header. */
  readonly header?: string;
  readonly cookie?: HashCookie;
  /** Requests from the same client address. `false` is the same as absent. */
  readonly sourceAddress?: boolean;
}

/** Requests with the same value of this cookie. The mesh sets the cookie where a client has none. */
export interface HashCookie {
  /** Name of the cookie. */
  readonly name: string;
  /** Path of the cookie that the mesh sets. */
  readonly path?: string;
  /** Life of the cookie that the mesh sets; it ends with the browser session when absent or zero. */
  readonly ttl?: string;
}

/** Bounds what one client proxy may have under way towards the Service; what exceeds it fails at once instead of queueing. The circuit breaker of Envoy meshes. */
export interface Bulkhead {
  /** Whether this section is in force. `false` keeps its values in the manifest without rendering them: nothing is bounded by this policy. */
  readonly enabled?: boolean;
  /** Connections that one client proxy opens to the Service. */
  readonly maxConnections?: number;
  /** Requests that may wait in one client proxy for a connection. */
  readonly maxPendingRequests?: number;
  /** Requests that one client proxy may have under way at one time. */
  readonly maxRequests?: number;
}

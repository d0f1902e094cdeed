/** Our API group: prefix of every annotation and label that is ours. */
export const group = 'resilience.auth-platform.github.com';
export const apiVersion = 'resilience.auth-platform.github.com/v1';

/** On generated objects, and the only mark by which we recognise them (design §5). */
export const generatedFrom = 'resilience.auth-platform.github.com/generated-from';
/** On objects of the user that carry annotations of ours: the policies they come from. */
export const annotatedFrom = 'resilience.auth-platform.github.com/annotated-from';
/** On the same objects: the keys that are ours, in code-point order, joined by commas. */
export const managedAnnotations = 'resilience.auth-platform.github.com/managed-annotations';
/** On a policy: the mesh that its target is in, whatever the options say. */
export const meshOfPolicy = 'resilience.auth-platform.github.com/mesh';
/** On generated objects, for selection and `kubectl apply --prune -l`. */
export const policyLabel = 'resilience.auth-platform.github.com/policy';

/** What is to become of the annotations of one object; everything else in it stays as it is. */
export interface AnnotationEdit {
  readonly set: ReadonlyMap<string, string>;
  readonly remove: ReadonlySet<string>;
}

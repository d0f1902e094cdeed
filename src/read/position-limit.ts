/**
 * The longest text that the package `yaml` is given, in characters. It needs a second and 100 MB for so much, and for some texts far more than
 * in proportion (docs/decisions/0015).
 */
export const positionLimit: number = 4 * 1024 * 1024;

/** The texts of this area. */
export default {} as const;

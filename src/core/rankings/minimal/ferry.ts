/** A text to be read closely: years follow from one another, and one figure is of two boats together. */
export const ferry = `Read this.

The Harrow ferry began in 1931 with a single boat, the Linnet. In 1948 she was sold to the island council, which had hired her since 1944, and two larger boats, the Curlew and the Dunlin, took over. The Dunlin burnt in 1957, four years before the bridge was opened; the Curlew sailed on alone until the spring after the opening. In her last full year she carried 41,000 passengers, a third fewer than both boats together in the year before the fire. The Linnet outlived them: the council laid her up only in 1969.`;

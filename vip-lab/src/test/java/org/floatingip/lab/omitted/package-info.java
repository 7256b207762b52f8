/** What becomes of replies that leave something out. */
@org.jspecify.annotations.NullMarked
package org.floatingip.lab.omitted;

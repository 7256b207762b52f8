/** What the documentation shows is run: every fenced block of code of every page, or the page says why not. */
@NullMarked
package org.floatingip.lab.documents;

import org.jspecify.annotations.NullMarked;

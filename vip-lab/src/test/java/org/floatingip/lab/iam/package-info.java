/** The policies of {@code vip iam-policy}, held against what is really called. */
package org.floatingip.lab.iam;

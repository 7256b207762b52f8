/** The table of docs/aws-replies.md, replayed against EC2 itself by whoever has an account, and against the in-memory AWS by the build. */
package org.floatingip.lab.conformance;

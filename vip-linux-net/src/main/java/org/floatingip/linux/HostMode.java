package org.floatingip.linux;

/**
 * How long a host accepts the address.
 *
 * <table>
 * <caption>The modes side by side</caption>
 * <tr><th></th><th>while holding</th><th>always</th></tr>
 * <tr><td>where it is configured</td><td>on the interface, and for some managers in a file that is effective until a reboot</td>
 * <td>on the interface, and in a file that its manager reads</td></tr>
 * <tr><td>after a reboot</td><td>gone: the host has to be told again</td><td>still there</td></tr>
 * <tr><td>a standby that connects to the address</td><td>reaches the holder</td><td>reaches itself</td></tr>
 * <tr><td>after a move</td><td>the old host drops it</td><td>the old host goes on accepting it</td></tr>
 * <tr><td>needs</td><td>iproute2</td><td>iproute2, and a manager of the interface that the configurator knows</td></tr>
 * </table>
 *
 * <p><em>Always</em> is safe if the network alone decides where packets go, as in EC2. On a plain LAN two hosts would answer.
 */
public enum HostMode {
    /** The address is live only while the host holds it, and does not survive a reboot. The default. */
    WHILE_HOLDING,
    /** The address is live and persisted on every host, whether the host holds it or not. */
    ALWAYS
}

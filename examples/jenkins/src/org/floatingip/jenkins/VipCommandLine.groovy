package org.floatingip.jenkins

import com.cloudbees.groovy.cps.NonCPS

/**
 * The shell script that runs one vip command. The step sh is a shell, so each argument is checked for what it is, and quoted.
 *
 * Without steps and without state: everything here is @NonCPS, and what it gives is a String.
 */
class VipCommandLine implements Serializable {

    private static final long serialVersionUID = 1L

    /** Which arguments an operation takes beside those of all. */
    private static final Map<String, List<String>> OWN = [
        move   : ['address', 'to', 'from', 'orUnheld', 'handover', 'reassociate', 'dns', 'zones', 'hosts', 'mode', 'sudo',
                  'interfaceName', 'sshConfig', 'epoch', 'fence'],
        plan   : ['address', 'to', 'from', 'orUnheld', 'handover', 'reassociate', 'epoch', 'fence'],
        apply  : ['plan', 'dns', 'zones', 'hosts', 'mode', 'sudo', 'interfaceName', 'sshConfig', 'fence'],
        status : ['address', 'addresses'],
        release: ['address', 'from', 'epoch', 'fence'],
    ]

    private static final List<String> COMMON = ['region', 'endpointUrl', 'profile', 'vpc', 'timeoutSeconds', 'vip', 'propagate']

    /** Ends the plan in the script; has a character that no plan has. */
    private static final String END = '(end of plan)'

    /**
     * The script for that operation: it writes vip's JSON and, on a line of its own, vip's exit status to standard output, and
     * ends with 0 itself, because sh gives back either the output or the status.
     */
    @NonCPS
    static String script(String operation, Map given) {
        Map args = given == null ? [:] : given
        refuseUnknown(operation, args)
        List<String> words = [program(args), operation == 'plan' ? 'move' : operation]
        String input = ''
        if (operation == 'status') {
            words.addAll(addresses(args))
        } else if (operation == 'apply') {
            // Not a file in the workspace: nothing to clean up, and nothing that a parallel branch could mix up.
            words.add('/dev/stdin')
            input = " <<'" + END + "'"
        } else {
            words.add(address(required(args, 'address')))
            if (operation != 'release') {
                words.add(host('to', required(args, 'to')))
            }
        }
        words.addAll(options(args))
        if (operation == 'plan') {
            words.add('--dry-run')
        } else if (operation == 'release') {
            required(args, 'from')
        }
        words.add('--output=json')
        String script = 'status=0\n' + words.join(' ') + input + ' || status=$?\n'
        if (operation == 'apply') {
            script += planText(args) + END + '\n'
        }
        return script + 'printf \'\\n%s\\n\' "$status"\n'
    }

    /** What people see of it in the log and in the stage view. */
    @NonCPS
    static String label(String operation, Map given) {
        Map args = given == null ? [:] : given
        String what = operation == 'apply' ? 'the plan' : [text(args.address), text(args.to)].findAll { it }.join(' to ')
        return ('vip ' + operation + ' ' + what).trim()
    }

    /** That text as one word of a shell, whatever is in it. */
    @NonCPS
    static String quote(Object value) {
        return "'" + text(value).replace("'", "'\\''") + "'"
    }

    @NonCPS
    private static List<String> options(Map args) {
        List<String> words = []
        if (given(args, 'from')) {
            words.add('--from=' + host('from', args.from))
        }
        if (flag(args, 'orUnheld')) {
            words.add('--or-unheld')
        }
        if (flag(args, 'handover')) {
            words.add('--handover')
        }
        if (flag(args, 'reassociate')) {
            words.add('--reassociate')
        }
        if (given(args, 'dns')) {
            words.add('--dns=' + checked('dns', args.dns, '[A-Za-z0-9_*]([A-Za-z0-9_.-]{0,253})', 'a DNS name'))
        }
        for (Object zone : list(args, 'zones')) {
            words.add('--zone=' + checked('zones', zone, '(/hostedzone/)?Z[0-9A-Z]{1,31}', 'ids of hosted zones'))
        }
        for (Map.Entry one : map(args, 'hosts').entrySet()) {
            words.add('--host=' + host('hosts', one.key) + '=' + quoted('hosts', one.value))
        }
        if (given(args, 'mode')) {
            words.add('--mode=' + checked('mode', args.mode, 'while-holding|always', 'while-holding or always'))
        }
        if (flag(args, 'sudo')) {
            words.add('--sudo')
        }
        if (given(args, 'interfaceName')) {
            words.add('--interface=' + quoted('interfaceName', args.interfaceName))
        }
        if (given(args, 'sshConfig')) {
            words.add('--ssh-config=' + quoted('sshConfig', args.sshConfig))
        }
        if (given(args, 'epoch')) {
            words.add('--epoch=' + checked('epoch', args.epoch, '[0-9]{1,18}', 'a number as env.BUILD_NUMBER'))
        }
        if (given(args, 'fence')) {
            words.add('--fence=' + checked('fence', args.fence, 'dynamodb:[A-Za-z0-9_.-]{3,255}', 'dynamodb:TABLE'))
        }
        if (given(args, 'region')) {
            words.add('--region=' + checked('region', args.region, '[a-z0-9][a-z0-9-]{0,62}', 'a region as us-east-1'))
        }
        if (given(args, 'endpointUrl')) {
            words.add('--endpoint-url='
                + checked('endpointUrl', args.endpointUrl, 'https?://[A-Za-z0-9.:\\[\\]-]+/?', 'http://host:port or https://host'))
        }
        if (given(args, 'profile')) {
            words.add('--profile=' + quoted('profile', args.profile))
        }
        if (given(args, 'vpc')) {
            words.add('--vpc=' + checked('vpc', args.vpc, 'vpc-[0-9a-f]{1,17}', 'an id as vpc-0123456789abcdef0'))
        }
        if (given(args, 'timeoutSeconds')) {
            words.add('--timeout=' + checked('timeoutSeconds', args.timeoutSeconds, '[1-9][0-9]{0,5}', '1 to 999999'))
        }
        return words
    }

    @NonCPS
    private static String program(Map args) {
        if (!given(args, 'vip')) {
            return 'vip'
        }
        String path = quoted('vip', args.vip)
        // A path that begins with '-' would be an option of java.
        if (text(args.vip).startsWith('-')) {
            throw bad('vip', args.vip, 'the path of vip or of vip.jar')
        }
        return text(args.vip).endsWith('.jar') ? 'java -jar ' + path : path
    }

    @NonCPS
    private static List<String> addresses(Map args) {
        if (given(args, 'address') == given(args, 'addresses')) {
            throw new BadArgumentException('give address: or addresses:')
        }
        List<String> words = []
        for (Object one : given(args, 'address') ? [args.address] : list(args, 'addresses')) {
            words.add(address(one))
        }
        if (words.isEmpty()) {
            throw new BadArgumentException('addresses: is empty')
        }
        return words
    }

    @NonCPS
    private static String planText(Map args) {
        String plan = text(required(args, 'plan')).replace('\r\n', '\n').trim()
        // The letters of its encoding; whether it is whole, and of which version, vip says itself.
        if (!plan.startsWith('vip-plan/') || !plan.matches('[A-Za-z0-9.*_+%,=/\\n-]+')) {
            throw new BadArgumentException('plan: is not the text of a plan: give what plan(..).encoded was')
        }
        return plan + '\n'
    }

    @NonCPS
    private static void refuseUnknown(String operation, Map args) {
        List<String> known = OWN[operation] + COMMON
        for (Object name : args.keySet()) {
            if (!known.contains(text(name))) {
                throw new BadArgumentException('no argument ' + text(name) + ': is known; there are ' + known.join(', '))
            }
        }
        // The text 'false' would be true to Groovy.
        if (given(args, 'propagate')) {
            flag(args, 'propagate')
        }
    }

    @NonCPS
    private static String address(Object value) {
        return checked('address', value, '[0-9A-Fa-f:.]{2,45}', 'an IP address as 10.0.1.12')
    }

    @NonCPS
    private static String host(String name, Object value) {
        return checked(name, value, '[A-Za-z0-9][A-Za-z0-9._:-]{0,254}', 'a host id as i-0123456789abcdef0')
    }

    @NonCPS
    private static String checked(String name, Object value, String pattern, String expected) {
        if (!(value instanceof CharSequence || value instanceof Integer || value instanceof Long)
            || !text(value).matches(pattern)) {
            throw bad(name, value, expected)
        }
        return quote(value)
    }

    /** A text without a form of its own: one line of it. */
    @NonCPS
    private static String quoted(String name, Object value) {
        return checked(name, value, '[^\\p{Cntrl}]+', 'a text of one line')
    }

    @NonCPS
    private static boolean flag(Map args, String name) {
        if (args[name] != null && !(args[name] instanceof Boolean)) {
            throw bad(name, args[name], 'true or false, which is no text')
        }
        return args[name] == true
    }

    @NonCPS
    private static List list(Map args, String name) {
        if (args[name] != null && !(args[name] instanceof List)) {
            throw bad(name, args[name], 'a list')
        }
        return args[name] == null ? [] : (List) args[name]
    }

    @NonCPS
    private static Map map(Map args, String name) {
        if (args[name] != null && !(args[name] instanceof Map)) {
            throw bad(name, args[name], "a map as ['i-0a': 'admin@db.a.example.com']")
        }
        return args[name] == null ? [:] : (Map) args[name]
    }

    /** An empty text is a parameter of the job that was left empty. */
    @NonCPS
    private static boolean given(Map args, String name) {
        return args[name] != null && text(args[name]) != ''
    }

    @NonCPS
    private static Object required(Map args, String name) {
        if (!given(args, name)) {
            throw new BadArgumentException(name + ': is missing')
        }
        return args[name]
    }

    /** A String: a GString is another type, and made anew whenever it is asked. */
    @NonCPS
    private static String text(Object value) {
        return value == null ? '' : value.toString()
    }

    @NonCPS
    private static BadArgumentException bad(String name, Object value, String expected) {
        return new BadArgumentException(
            name + ': is "' + text(value).replaceAll('\\p{Cntrl}', '?') + '", expected ' + expected)
    }
}

package org.floatingip.jenkins

import com.cloudbees.groovy.cps.NonCPS
import org.floatingip.Effect
import org.floatingip.FloatingIp
import org.floatingip.FloatingIpException
import org.floatingip.Holder
import org.floatingip.MovePlan
import org.floatingip.MoveRequest
import org.floatingip.MoveResult
import org.floatingip.RefusedException
import org.floatingip.aws.Ec2IpAssigner
import org.floatingip.failure.CredentialsException
import org.floatingip.failure.NotVerifiedException
import org.floatingip.failure.PermissionDeniedException
import org.floatingip.failure.SupersededException

/**
 * The Java API, called on the controller; for a trusted library alone, see vars/floatingIpOnController.groovy.
 *
 * Each call is one @NonCPS method from the first client to its close(): clients and handles are not serialisable, and so never
 * held across a step. No closure goes into Java, because a closure of a pipeline would end the Java method that calls it. What is
 * given back is plain, with the names of vip's JSON: a pipeline in the sandbox may read a map, and not call a MoveResult.
 */
class ControllerCalls implements Serializable {

    private static final long serialVersionUID = 1L

    private static final List<String> KNOWN = ['address', 'addresses', 'to', 'from', 'orUnheld', 'handover', 'reassociate', 'plan',
        'region', 'endpointUrl', 'profile', 'vpc', 'timeoutSeconds', 'propagate']

    private static final Map<String, List<String>> REQUIRED = [
        move: ['address', 'to'], plan: ['address', 'to'], apply: ['plan'], release: ['address', 'from'], status: []]

    @NonCPS
    static Map call(String operation, Map given) {
        Map args = given == null ? [:] : given
        refuseUnknown(args)
        for (String name : REQUIRED[operation]) {
            text(args, name)
        }
        List<String> asked = operation == 'status' ? addresses(args) : []
        Ec2IpAssigner ec2
        try {
            ec2 = assigner(args)
        } catch (IllegalArgumentException e) {
            throw e
        } catch (RuntimeException e) {
            // The SDK's: no region, no such profile. AWS was not asked anything yet.
            return [outcome: 'ERROR', exitStatus: 1,
                error: [type: 'Unavailable', message: String.valueOf(e.message), effect: 'NONE', retryable: false]]
        }
        try {
            Map answer = answer(operation, args, asked, ec2)
            answer.exitStatus = 0
            return answer
        } catch (FloatingIpException e) {
            return failure(e)
        } finally {
            ec2.close()
        }
    }

    @NonCPS
    private static Map answer(String operation, Map args, List<String> asked, Ec2IpAssigner assigner) {
        switch (operation) {
            case 'move':
                return fields(request(args, assigner).execute())
            case 'plan':
                return fields(request(args, assigner).plan())
            case 'apply':
                MovePlan plan = MovePlan.decode(text(args, 'plan'))
                return fields(at(plan.address().toString(), args, assigner).apply(plan))
            case 'release':
                String from = text(args, 'from')
                at(text(args, 'address'), args, assigner).release(from)
                return [outcome: 'RELEASED', address: text(args, 'address'), from: from]
            default:
                List addresses = []
                for (String one : asked) {
                    addresses.add([address: one, holders: fields(at(one, args, assigner).holders())])
                }
                return [outcome: 'OK', addresses: addresses]
        }
    }

    /** Of a status: address or addresses, not both, and at least one. */
    @NonCPS
    private static List<String> addresses(Map args) {
        boolean one = given(args, 'address')
        if (one == given(args, 'addresses')) {
            throw new IllegalArgumentException('give address: or addresses:')
        }
        if (!one && !(args.addresses instanceof List)) {
            throw new IllegalArgumentException('addresses: is "' + args.addresses + '", expected a list')
        }
        List<String> all = []
        for (Object address : one ? [args.address] : (List) args.addresses) {
            all.add(String.valueOf(address))
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException('addresses: is empty')
        }
        return all
    }

    /** An empty text is a parameter of the job that was left empty. */
    @NonCPS
    private static boolean given(Map args, String name) {
        return args[name] != null && args[name].toString() != ''
    }

    @NonCPS
    private static MoveRequest request(Map args, Ec2IpAssigner assigner) {
        MoveRequest request = at(text(args, 'address'), args, assigner).move().to(text(args, 'to'))
        request = args.from ? request.from(text(args, 'from')) : request
        request = flag(args, 'orUnheld') ? request.orUnheld() : request
        request = flag(args, 'handover') ? request.handover() : request
        return flag(args, 'reassociate') ? request.reassociate() : request
    }

    @NonCPS
    private static FloatingIp at(String address, Map args, Ec2IpAssigner assigner) {
        FloatingIp.Builder builder = FloatingIp.at(address).assigner(assigner)
        if (args.timeoutSeconds) {
            builder.timeoutSeconds(Long.parseLong(text(args, 'timeoutSeconds')))
        }
        return builder.build()
    }

    @NonCPS
    private static Ec2IpAssigner assigner(Map args) {
        Ec2IpAssigner.Builder builder = Ec2IpAssigner.builder()
        if (args.endpointUrl) {
            builder.endpointOverride(URI.create(text(args, 'endpointUrl')))
        }
        if (args.region) {
            builder.region(text(args, 'region'))
        }
        if (args.profile) {
            builder.profile(text(args, 'profile'))
        }
        if (args.vpc) {
            builder.vpcId(text(args, 'vpc'))
        }
        return builder.build()
    }

    @NonCPS
    private static Map fields(MoveResult result) {
        return [
            outcome  : result.outcome().name(),
            address  : result.address().toString(),
            from     : result.from().isPresent() ? holder(result.from().get()) : null,
            to       : holder(result.to()),
            displaced: fields(result.displaced()),
            warnings : new ArrayList(result.warnings()),
            unsettled: fields(result.unsettled()),
            text     : result.toString(),
        ]
    }

    @NonCPS
    private static Map fields(MovePlan plan) {
        return [
            outcome : plan.nothingToDo() ? 'ALREADY_HELD' : 'PLANNED',
            address : plan.address().toString(),
            target  : plan.target().value(),
            holders : fields(plan.holders()),
            warnings: new ArrayList(plan.warnings()),
            text    : plan.toString(),
            encoded : plan.encode(),
        ]
    }

    @NonCPS
    private static List fields(List<Holder> holders) {
        List all = []
        for (Holder one : holders) {
            all.add(holder(one))
        }
        return all
    }

    @NonCPS
    private static Map holder(Holder holder) {
        return [host: holder.host().value(), interfaceId: holder.interfaceId(), primary: holder.primary()]
    }

    /** As vip says it, by the same exit statuses. */
    @NonCPS
    private static Map failure(FloatingIpException e) {
        return [
            outcome   : 'ERROR',
            exitStatus: exitStatus(e),
            error     : [
                type     : e.type(),
                message  : e.getMessage(),
                effect   : e.effect().name(),
                retryable: e.retryable(),
            ],
        ]
    }

    @NonCPS
    private static int exitStatus(FloatingIpException e) {
        if (e instanceof RefusedException && e.reason().malformed()) {
            return 2
        }
        if (e instanceof PermissionDeniedException || e instanceof CredentialsException) {
            return 4
        }
        if (e instanceof NotVerifiedException || e.effect() == Effect.UNKNOWN) {
            return 5
        }
        if (e.effect() == Effect.APPLIED) {
            return 6
        }
        return e instanceof RefusedException || e instanceof SupersededException ? 3 : 1
    }

    @NonCPS
    private static void refuseUnknown(Map args) {
        for (Object name : args.keySet()) {
            if (!KNOWN.contains(name.toString())) {
                throw new IllegalArgumentException('no argument ' + name + ': is known here; there are ' + KNOWN.join(', ') +
                    '. What is done to hosts and names needs an agent: floatingIp')
            }
        }
        flag(args, 'propagate')
    }

    @NonCPS
    private static boolean flag(Map args, String name) {
        if (args[name] != null && !(args[name] instanceof Boolean)) {
            throw new IllegalArgumentException(name + ': is "' + args[name] + '", expected true or false, which is no text')
        }
        return args[name] == true
    }

    @NonCPS
    private static String text(Map args, String name) {
        if (!args[name]) {
            throw new IllegalArgumentException(name + ': is missing')
        }
        return args[name].toString()
    }
}

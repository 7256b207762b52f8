package org.floatingip.lab.identity;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Keeps where each request of each client of the SDK in this JVM would go, and what it is signed for, and lets none of them go;
 * while a test has {@link #watch asked} for it. The SDK finds it by a file on the class path.
 */
public final class BeforeSending implements ExecutionInterceptor {

    private static final List<String> REQUESTS = new CopyOnWriteArrayList<>();

    private static volatile boolean watching;

    /** For the SDK. */
    public BeforeSending() {}

    static void watch(boolean begins) {
        REQUESTS.clear();
        watching = begins;
    }

    /** Host and scope of the signature, such as {@code ec2.us-east-1.amazonaws.com us-east-1/ec2}, each once. */
    static List<String> requests() {
        return REQUESTS.stream().distinct().toList();
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes executionAttributes) {
        if (watching) {
            String signed = context.httpRequest()
                    .firstMatchingHeader("Authorization")
                    .orElse("")
                    .replaceAll(".*Credential=[^/]*/[0-9]*/([^,]*)/aws4_request,.*", "$1");
            REQUESTS.add(context.httpRequest().host() + " " + signed);
            throw new IllegalStateException("not sent");
        }
    }
}

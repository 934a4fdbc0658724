using Microsoft.AspNetCore.Http;
using RetailPulse.Grains.Webhooks;
using RetailPulse.Webhooks;

namespace RetailPulse.Tests.Unit.Grains.Webhooks;

public sealed class WebhookSignatureTests
{
    private const string Body = """{"type":"job.completed"}""";

    [Fact]
    public void It_is_what_the_reference_libraries_of_standard_webhooks_test_with() =>
        Assert.Equal(
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            WebhookSignature.Of(
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                1_614_265_330,
                """{"test": 2432232314}""",
                new WebhookSecrets("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", null, null)
            )
        );

    [Fact]
    public void Another_implementation_takes_either_secret_of_a_rotation_and_no_other()
    {
        var (current, previous) = (WebhookSignature.NewSecret(), WebhookSignature.NewSecret());
        var timestamp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var headers = new HeaderDictionary
        {
            ["webhook-id"] = "msg_1",
            ["webhook-timestamp"] = $"{timestamp}",
            ["webhook-signature"] = WebhookSignature.Of(
                "msg_1",
                timestamp,
                Body,
                new WebhookSecrets(current, previous, DateTimeOffset.MaxValue)
            ),
        };
        Assert.True(StandardVerification.IsSigned(current, Body, headers));
        Assert.True(StandardVerification.IsSigned(previous, Body, headers));
        Assert.False(StandardVerification.IsSigned(WebhookSignature.NewSecret(), Body, headers));
        Assert.False(StandardVerification.IsSigned(current, Body + " ", headers));
    }
}

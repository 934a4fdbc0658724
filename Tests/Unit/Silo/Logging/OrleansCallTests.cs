using System.Runtime.CompilerServices;
using Orleans.Serialization.Invocation;
using RetailPulse.Images;
using RetailPulse.Webhooks;

namespace RetailPulse.Tests.Unit.Silo.Logging;

/// <summary>Tests the text of a call, which Orleans writes to the log when the call is late or lost.</summary>
public sealed class OrleansCallTests
{
    [Theory]
    [InlineData(
        typeof(IImageWorkerGrain),
        nameof(IImageWorkerGrain.MeasureAsync),
        "https://bucket.example/1.jpg?X-Amz-Signature=5f0cab",
        "5f0cab"
    )]
    [InlineData(typeof(IWebhookSecretGrain), nameof(IWebhookSecretGrain.RotateAsync), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "MfKQ")]
    public void The_text_of_a_call_names_the_method_and_not_its_arguments(Type grain, string method, string argument, string secret)
    {
        var call = CallOf(grain, method);
        call.SetArgument(0, argument);
        Assert.Contains(method, call.ToString());
        Assert.DoesNotContain(secret, call.ToString());
    }

    private static IInvokable CallOf(Type grain, string method) =>
        grain
            .Assembly.GetTypes()
            .Where(type => typeof(IInvokable).IsAssignableFrom(type) && !type.IsAbstract)
            .Select(type => (IInvokable)RuntimeHelpers.GetUninitializedObject(type))
            .Single(call => call.GetInterfaceType() == grain && call.GetMethodName() == method);
}

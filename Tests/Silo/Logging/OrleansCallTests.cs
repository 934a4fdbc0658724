using System.Runtime.CompilerServices;
using Orleans.Serialization.Invocation;
using RetailPulse.Images;
using RetailPulse.Silo.Logging;
using RetailPulse.Webhooks;

namespace RetailPulse.Tests.Silo.Logging;

/// <summary>What Orleans writes to the log of a call that is late or lost: its text has the arguments.</summary>
public sealed class OrleansCallTests
{
    private const string Url = "https://bucket.example/1.jpg?X-Amz-Signature=5f0cab";
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Theory]
    [InlineData(typeof(IImageWorkerGrain), nameof(IImageWorkerGrain.MeasureAsync), Url, "https://bucket.example/1.jpg?[redacted]")]
    [InlineData(typeof(IWebhookSecretGrain), nameof(IWebhookSecretGrain.RotateAsync), Secret, "whsec_[redacted]")]
    public void An_argument_that_grants_access_is_removed(Type grain, string method, string argument, string left)
    {
        var call = CallOf(grain, method);
        call.SetArgument(0, argument);
        Assert.Contains(argument, call.ToString());
        Assert.Contains(left, Redaction.Apply(call.ToString()!));
        Assert.DoesNotContain(argument, Redaction.Apply(call.ToString()!));
    }

    private static IInvokable CallOf(Type grain, string method) => grain.Assembly.GetTypes()
        .Where(type => typeof(IInvokable).IsAssignableFrom(type) && !type.IsAbstract)
        .Select(type => (IInvokable)RuntimeHelpers.GetUninitializedObject(type))
        .Single(call => call.GetInterfaceType() == grain && call.GetMethodName() == method);
}

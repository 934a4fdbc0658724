namespace RetailPulse.Client;

/// <summary>The <c>Idempotency-Key</c> of requests that change something.</summary>
internal static class Keys
{
    private const string Header = "Idempotency-Key";

    /// <summary>Returns a key for one call, however often it is repeated.</summary>
    public static string New() => Guid.NewGuid().ToString();

    /// <summary>Adds one key to all repetitions of a request.</summary>
    /// <param name="key">Key to send. Default: a new one.</param>
    public static Func<HttpRequestMessage> Add(Func<HttpRequestMessage> request, string? key = null)
    {
        key ??= New();
        return () =>
        {
            var message = request();
            message.Headers.TryAddWithoutValidation(Header, key);
            return message;
        };
    }
}

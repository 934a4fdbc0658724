using System.Diagnostics;
using RetailPulse.Silo.Logging;

namespace RetailPulse.Tests.Unit.Silo.Logging;

public sealed class RedactionTests
{
    [Theory]
    [InlineData(
        "GET https://b.s3.example/1.jpg?X-Amz-Signature=ab12&X-Amz-Date=2 failed",
        "GET https://b.s3.example/1.jpg?[redacted] failed"
    )]
    [InlineData("ImageAttempt { Url = http://a.example/1?token }", "ImageAttempt { Url = http://a.example/1?[redacted] }")]
    [InlineData("GET /list?[]=secret", "GET /list?[redacted]")]
    [InlineData("Location: /bucket/1.jpg?sig=abc%2F==", "Location: /bucket/1.jpg?[redacted]")]
    [InlineData("at https://user:pass@a.example:81/x", "at https://[redacted]@a.example:81/x")]
    [InlineData("postgresql://retailpulse:hunter2@db/retailpulse", "postgresql://[redacted]@db/retailpulse")]
    [InlineData("rotate(whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw+/Q=)", "rotate(whsec_[redacted])")]
    [InlineData("key rp_0123456789abcdefghijABCDEFGHIJ_-0123456789a.", "key rp_[redacted].")]
    [InlineData("Host=db;Password=hunter2;Database=d", "Host=db;Password=[redacted];Database=d")]
    [InlineData("PWD = 'a;b';Host=db", "PWD=[redacted];Host=db")]
    [InlineData("Authorization: Bearer abcdefghijklmnop", "Authorization: Bearer [redacted]")]
    public void Secrets_are_removed(string text, string left) => Assert.Equal(left, Redaction.Apply(text));

    [Theory]
    [InlineData("Is it running, and does ConnectionStrings:RetailPulse name its host and port?")]
    [InlineData("Did it (really?) end? 'yes?'")]
    [InlineData("Change Username or Password in ConnectionStrings:RetailPulse.")]
    [InlineData("Action<int?>, Func<long?, string>, int?[]")]
    [InlineData("Job 7 accepted with 3 visits")]
    public void Text_without_secrets_is_kept(string text) => Assert.Equal(text, Redaction.Apply(text));

    /// <summary>Guards against slow regular expressions, because an entry may quote what a client sent.</summary>
    [Theory]
    [InlineData("?")]
    [InlineData("://")]
    [InlineData("whsec_ ")]
    [InlineData("password=")]
    [InlineData("://x@?y=bearer  password='")]
    public void No_text_takes_long_to_redact(string part)
    {
        var longest = string.Concat(Enumerable.Repeat(part, 16_384 / part.Length));
        var started = Stopwatch.StartNew();
        Redaction.Apply(longest);
        Assert.InRange(started.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }
}

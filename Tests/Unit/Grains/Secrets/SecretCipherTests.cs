using System.Security.Cryptography;
using RetailPulse.Grains.Secrets;

namespace RetailPulse.Tests.Unit.Grains.Secrets;

public sealed class SecretCipherTests : IDisposable
{
    private const string Secret = "whsec_bmV3";

    private readonly KeyFile file = new();

    public void Dispose() => file.Dispose();

    [Fact]
    public void A_secret_is_revealed_to_its_owner()
    {
        var stored = SecretCipher.Read(file.Options).Protect(Secret, "acme");
        Assert.DoesNotContain("whsec_", stored);
        Assert.Equal(Secret, SecretCipher.Read(file.Options).Reveal(stored, "acme"));
    }

    [Fact]
    public void The_same_secret_is_never_stored_alike()
    {
        var cipher = SecretCipher.Read(file.Options);
        Assert.NotEqual(cipher.Protect(Secret, "acme"), cipher.Protect(Secret, "acme"));
    }

    [Fact]
    public void A_secret_that_is_moved_to_another_owner_is_refused()
    {
        var cipher = SecretCipher.Read(file.Options);
        Assert.ThrowsAny<CryptographicException>(() => cipher.Reveal(cipher.Protect(Secret, "acme"), "globex"));
    }

    [Fact]
    public void A_secret_that_was_changed_is_refused()
    {
        var cipher = SecretCipher.Read(file.Options);
        var stored = cipher.Protect(Secret, "acme");
        var at = stored.Length - 6;
        Assert.ThrowsAny<CryptographicException>(() =>
            cipher.Reveal(stored[..at] + (stored[at] == 'A' ? 'B' : 'A') + stored[(at + 1)..], "acme")
        );
    }

    [Fact]
    public void A_new_first_key_encrypts_and_the_one_before_still_decrypts()
    {
        var before = SecretCipher.Read(file.Options);
        var stored = before.Protect(Secret, "acme");
        file.Write(KeyFile.NewKey(), file.Keys[0]);
        var after = SecretCipher.Read(file.Options);
        Assert.Equal(Secret, after.Reveal(stored, "acme"));
        Assert.Equal((true, false), (before.IsCurrent(stored), after.IsCurrent(stored)));
        Assert.True(after.IsCurrent(after.Protect(Secret, "acme")));
    }

    [Theory]
    [InlineData("enc:")]
    [InlineData("enc:KEY:")]
    [InlineData("enc:KEY:not base64")]
    [InlineData("enc:KEY:AAAA")]
    [InlineData("enc:KEY:AAAA:AAAA")]
    public void A_secret_of_another_form_is_refused(string stored)
    {
        var cipher = SecretCipher.Read(file.Options);
        Assert.ThrowsAny<CryptographicException>(() =>
            cipher.Reveal(stored.Replace("KEY", cipher.KeyId, StringComparison.Ordinal), "acme")
        );
    }

    [Fact]
    public void A_key_that_is_missing_is_named()
    {
        var stored = SecretCipher.Read(file.Options).Protect(Secret, "acme");
        var key = SecretCipher.Read(file.Options).KeyId;
        foreach (var options in (SecretsOptions[])[new SecretsOptions(), Changed()])
            Assert.Contains(
                $"under the key {key}, which RetailPulse:Secrets:KeyFile does not have",
                Assert.Throws<CryptographicException>(() => SecretCipher.Read(options).Reveal(stored, "acme")).Message
            );
    }

    [Fact]
    public void Without_a_key_a_secret_stays_in_clear_text()
    {
        var cipher = SecretCipher.Read(new SecretsOptions());
        Assert.Equal((Secret, Secret, true), (cipher.Protect(Secret, "acme"), cipher.Reveal(Secret, "acme"), cipher.IsCurrent(Secret)));
    }

    [Theory]
    [InlineData("it has no key", "")]
    [InlineData("line 2 is not a key of 32 bytes", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=", "MDEyMw==")]
    [InlineData("line 1 is not a key of 32 bytes", "CHANGE-ME")]
    public void A_file_with_anything_but_keys_is_refused(string problem, params string[] lines)
    {
        file.Write(lines);
        var result = new SecretsOptionsValidator().Validate(null, file.Options);
        Assert.True(result.Failed);
        Assert.Contains(problem, result.FailureMessage);
    }

    private SecretsOptions Changed()
    {
        file.Write(KeyFile.NewKey());
        return file.Options;
    }
}

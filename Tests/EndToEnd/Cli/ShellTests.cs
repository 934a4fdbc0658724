namespace RetailPulse.Tests.EndToEnd.Cli;

/// <summary>Completion in real shells.</summary>
public sealed class ShellTests : IDisposable
{
    private readonly CliProcess cli = new();

    public void Dispose() => cli.Dispose();

    [Theory]
    [InlineData("st", "status stores")]
    [InlineData("jobs --status ", "cancelled completed failed ongoing")]
    [InlineData("images 17 --reason http_4", "http_404 http_410 http_429")]
    public async Task Bash_completes(string typed, string expected)
    {
        var (code, output, error) = await cli.RunAsync(
            $$"""
            source <(retailpulse completion bash)
            COMP_LINE='retailpulse {{typed}}' COMP_POINT={{"retailpulse ".Length + typed.Length}}
            COMP_WORDS=(retailpulse {{typed}}{{(typed.EndsWith(' ') ? "''" : "")}})
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _retailpulse
            printf '%s\n' "${COMPREPLY[@]}" | sort | paste -sd' '
            """
        );
        Assert.Equal((0, expected, ""), (code, output.Trim(), error));
    }

    [Fact]
    public async Task Zsh_completes()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/zsh"), "zsh is not installed.");
        var (code, output, error) = await cli.RunAsync(
            """
            zsh -f -c '
              autoload -Uz compinit && compinit -u
              source <(retailpulse completion zsh)
              compadd() { print -l -- $found | sort | paste -sd" " }
              words=(retailpulse jobs --status "") CURRENT=4
              _retailpulse
              print -r -- ${_comps[retailpulse]}'
            """
        );
        Assert.Equal((0, "cancelled completed failed ongoing\n_retailpulse", ""), (code, output.Trim(), error));
    }

    [Fact]
    public async Task Fish_completes()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/fish"), "fish is not installed.");
        var (code, output, error) = await cli.RunAsync(
            "fish --no-config -c 'retailpulse completion fish | source; complete -C \"retailpulse jobs --status \" | sort | paste -sd\" \"'"
        );
        Assert.Equal((0, "cancelled completed failed ongoing", ""), (code, output.Trim(), error));
    }

    [Fact]
    public async Task PowerShell_completes()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/pwsh"), "PowerShell is not installed.");
        var (code, output, _) = await cli.RunAsync(
            """
            pwsh -NoProfile -Command 'retailpulse completion pwsh | Out-String | Invoke-Expression
            (TabExpansion2 "retailpulse jobs --status " 26).CompletionMatches.CompletionText'
            """
        );
        Assert.Equal(0, code);
        Assert.Equal(["cancelled", "completed", "failed", "ongoing"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order());
    }
}

using System.CommandLine;

namespace RetailPulse.Cli.Commands;

/// <summary><c>retailpulse completion</c>.</summary>
/// <remarks>The scripts ask the program itself, by the directive <c>[suggest]</c>, so that they never have to be updated.</remarks>
internal static class CompletionCommand
{
    private const string Bash = """
        # To load: source <(retailpulse completion bash)
        _retailpulse() {
          local line="${COMP_LINE:0:COMP_POINT}" word="${COMP_WORDS[COMP_CWORD]}" IFS=$'\n'
          line="${line#"${COMP_WORDS[0]}"}"
          line="${line# }"
          COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:${#line}]" "$line" 2> /dev/null)" -- "$word"))
          if [ ${#COMPREPLY[@]} -eq 0 ]; then COMPREPLY=($(compgen -f -- "$word")); fi
        }
        complete -o filenames -F _retailpulse retailpulse
        """;

    private const string Zsh = """
        #compdef retailpulse
        # To load: source <(retailpulse completion zsh), after compinit
        _retailpulse() {
          local line="${(j: :)words[2,CURRENT]}"
          local -a found
          found=("${(@f)$("${words[1]}" "[suggest:${#line}]" "$line" 2> /dev/null)}")
          found=("${(@)found:#}")
          if (( ${#found} )); then compadd -a found; else _files; fi
        }
        compdef _retailpulse retailpulse
        """;

    private const string Fish = """
        # To load: retailpulse completion fish | source
        function __retailpulse_complete
            set -l words (commandline -opc) (commandline -ct)
            set -l line (string join ' ' -- $words[2..-1])
            retailpulse "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c retailpulse -f -a '(__retailpulse_complete)'
        complete -c retailpulse -F -n '__fish_seen_subcommand_from submit upload'
        """;

    private const string Pwsh = """
        # To load: retailpulse completion pwsh | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName retailpulse -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $line = ($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { "$_" }) -join ' '
            if (-not $wordToComplete) { $line = "$line " }
            retailpulse "[suggest:$($line.Length)]" "$line" 2>$null | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }
        """;

    public static Command Create(CommandHost host)
    {
        var completion = new ExampleCommand(
            "completion",
            "Print a script that completes commands, options, and their values in a shell.",
            "source <(retailpulse completion bash)",
            "source <(retailpulse completion zsh)",
            "retailpulse completion fish | source"
        );
        foreach (var (shell, script) in ((string, string)[])[("bash", Bash), ("zsh", Zsh), ("fish", Fish), ("pwsh", Pwsh)])
        {
            var command = new ExampleCommand(shell, $"Print the script for {shell}.", $"retailpulse completion {shell}");
            host.Bind(
                command,
                (session, _, _) =>
                {
                    session.Out.Line(script);
                    return Task.CompletedTask;
                }
            );
            completion.Add(command);
        }

        return completion;
    }
}

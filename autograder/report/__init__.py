"""What a grading leaves behind: results.json, grades.csv and the table on the terminal."""
